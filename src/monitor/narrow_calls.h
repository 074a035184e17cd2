// SPDX-License-Identifier: Apache-2.0
//
// Numbers of the system calls of 32-bit programs, which any program may call too (int 0x80). Source: the kernel's
// arch/x86/entry/syscalls/syscall_32.tbl. None on other processors.
#pragma once

#include <cstdint>
#include <span>
#include <string_view>

namespace batten::monitor {

struct NarrowCall {
  std::string_view name;  // of the SystemCall that it is
  std::uint32_t number = 0;
};

std::span<const NarrowCall> narrow_calls();
std::span<const NarrowCall> narrow_socket_calls();  // by what socketcall(2) is told

}  // namespace batten::monitor
