// SPDX-License-Identifier: Apache-2.0
//
// File descriptors over a unix socket (SCM_RIGHTS).
#pragma once

#include <cstddef>
#include <span>
#include <string_view>
#include <vector>

#include "base/fd.h"
#include "base/result.h"

namespace batten::sandbox {

inline constexpr std::size_t kMaxPassedFds = 8;

// One message; bytes must not be empty and should be short.
Result<void> send_with_fds(int socket, std::string_view bytes, std::span<const int> fds);

struct Received {
  std::size_t size = 0;  // 0: the other side has closed
  std::vector<base::Fd> fds;
};
// One recvmsg into buffer.
Result<Received> receive_with_fds(int socket, std::span<char> buffer);

// A connected pair of unix sockets, close-on-exec.
struct SocketPair {
  base::Fd ours, theirs;
};
Result<SocketPair> socket_pair(int type);

}  // namespace batten::sandbox
