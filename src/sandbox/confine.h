// SPDX-License-Identifier: Apache-2.0
//
// Takes rights away from the calling process, step by step; each step says when the system can't do it.
#pragma once

#include <cstdint>

#include "base/note.h"
#include "base/result.h"
#include "sandbox/sandbox.h"

namespace batten::sandbox {

// What a system may lack.
inline constexpr std::uint8_t kLacksNamespaces = 1, kLacksLandlock = 2;

// Own namespaces for network, IPC and host name: once, in the zygote. Gives what this system lacks of the confinement.
std::uint8_t leave_namespaces();
// That in words, each with what is lost.
base::Notes lack_notes(std::uint8_t lacks);

// Which Landlock version the kernel has; 0: none.
int landlock_version();

// In the worker: limits, an ordinary user when root, no new privileges, Landlock without any right, the filter.
// Only a failing filter is an error: without it no byte is parsed.
Result<void> confine_worker(const Limits& limits);

}  // namespace batten::sandbox
