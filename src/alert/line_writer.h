// SPDX-License-Identifier: Apache-2.0
//
// Writes whole lines to a descriptor that may be a pipe whose reader sleeps: never waits for long, and goes on where it stopped.
#pragma once

#include <string>
#include <string_view>

#include "alert/output.h"

namespace batten::alert {

class LineWriter {
 public:
  // line without its end. After kLater the call is made again for the same line. where: for messages.
  Delivery write(int fd, std::string_view line, std::string_view where);
  // The descriptor is another one: what was begun is begun again.
  void begin_again() { begun_ = false; }

 private:
  std::string rest_;
  bool begun_ = false;
};

}  // namespace batten::alert
