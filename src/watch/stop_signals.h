// SPDX-License-Identifier: Apache-2.0
//
// Signals that a loop asks for: stop (SIGINT, SIGTERM) and load anew (SIGHUP). One object at a time; before it, handlers are as they were.
#pragma once

#include <csignal>

namespace batten::watch {

class StopSignals {
 public:
  StopSignals();
  ~StopSignals();
  StopSignals(const StopSignals&) = delete;
  StopSignals& operator=(const StopSignals&) = delete;

  bool stop() const;
  // Once for each SIGHUP, at least.
  bool take_hangup();

 private:
  struct sigaction interrupt_{}, terminate_{}, hangup_{};
};

}  // namespace batten::watch
