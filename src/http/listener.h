// SPDX-License-Identifier: Apache-2.0
//
// A listening socket from its address in text.
#pragma once

#include <string>

#include "base/fd.h"
#include "base/result.h"

namespace batten::http {

struct Listener {
  Listener() = default;
  Listener(Listener&&) noexcept = default;
  Listener& operator=(Listener&&) noexcept = default;
  ~Listener();  // removes the socket file, if it is still the same

  base::Fd fd;  // listens, does not block
  int family = 0;
  std::string address;  // with the port that was given
  std::string file;     // of a unix socket
  unsigned long inode = 0;
};

// "127.0.0.1:9870", "[::1]:0", "unix:/run/batten.sock". Host names are not resolved. A unix socket of the same path that nobody listens on
// is replaced; its file gets the mode. invalid_argument, conflict (somebody listens there), denied, internal.
Result<Listener> listen_on(const std::string& address, unsigned unix_mode);

}  // namespace batten::http
