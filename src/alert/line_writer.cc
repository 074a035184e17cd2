// SPDX-License-Identifier: Apache-2.0
#include "alert/line_writer.h"

#include <poll.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <climits>

#include "base/format.h"
#include "base/result.h"

namespace batten::alert {
namespace {

constexpr int kPatienceMs = 500;

}  // namespace

Delivery LineWriter::write(int fd, std::string_view line, std::string_view where) {
  if (!begun_) {
    rest_.assign(line);
    rest_ += '\n';
    begun_ = true;
  }
  while (!rest_.empty()) {
    pollfd ready{fd, POLLOUT, 0};
    if (::poll(&ready, 1, kPatienceMs) == 0) return Delivery::later(format("{}: nobody reads", where));
    // A pipe that is ready has room for that much, so that this does not wait, whatever the descriptor's flags are.
    ssize_t done = ::write(fd, rest_.data(), std::min<std::size_t>(rest_.size(), PIPE_BUF));
    if (done < 0 && errno == EINTR) continue;
    if (done < 0 && errno == EPIPE) {
      begun_ = false;
      return Delivery::refused(format("{}: the reader is gone", where));
    }
    if (done < 0) return Delivery::later(base::errno_error(where, errno).message);
    rest_.erase(0, static_cast<std::size_t>(done));
  }
  begun_ = false;
  return Delivery::taken();
}

}  // namespace batten::alert
