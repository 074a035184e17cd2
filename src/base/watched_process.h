// SPDX-License-Identifier: Apache-2.0
//
// Runs another program that takes long and tells how far it is: its lines are given on as they come, and it ends with all that it has
// started, when its time is over, when it is to stop, and when this process ends, however that happens. No shell, no input.
#pragma once

#include <chrono>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"

namespace batten::base {

struct WatchedProgram {
  std::vector<std::string> argv;
  std::vector<std::string> variables = {};               // "NAME=value", beside or instead of this process's own
  std::vector<std::string> without = {};                 // names of variables that it does not get
  std::chrono::milliseconds time_limit{};                // for all of it
  std::chrono::milliseconds grace{5000};                 // between SIGTERM and SIGKILL
  std::function<void(std::string_view line)> line = {};  // of both outputs, without its end; long ones are cut
  std::function<bool()> stopped = {};                    // asked some times in a second; true: it ends
};

// Its exit status, 128 + signal when it was killed. not_found: it is not on PATH. timeout: time_limit. conflict: stopped.
Result<int> run_watched(const WatchedProgram& program);

}  // namespace batten::base
