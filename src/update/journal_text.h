// SPDX-License-Identifier: Apache-2.0
//
// One operation as text: a line of JSON for what was begun, and one for each step that was about to be done. A line that does not end with
// a newline was being written when the machine or the process ended, and its step was not done.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

#include "base/result.h"
#include "update/journal.h"

namespace batten::update {

inline constexpr std::size_t kMaxJournalBytes = 64u << 20;

// Both with their newline.
std::string begin_line(const Operation& operation);
std::string step_line(const JournalStep& step);

struct ReadOperation {
  Operation operation;
  std::size_t whole_bytes = 0;  // up to here lines are whole: what comes next is written there
};
// corrupt: not even the first line is whole, or one before the last is none.
Result<ReadOperation> read_operation(std::string_view text);

}  // namespace batten::update
