// SPDX-License-Identifier: Apache-2.0
//
// A process that stays behind when the command ends, in a session of its own.
#pragma once

#include <functional>
#include <string>

#include "base/result.h"

namespace batten::cli {

struct LeftBehind {
  // In the new process, with the terminal still there. 0 and a text for standard output, or another status.
  std::function<Result<int>(std::string& text)> start;
  std::function<void()> look_after;  // afterwards, without a terminal
};

// What start gave; its error.
Result<int> leave_behind(const LeftBehind& work);

}  // namespace batten::cli
