// SPDX-License-Identifier: Apache-2.0
//
// The one line that shows how far work is, as text: a bar, per cent, bytes, speed, the time that is left, what is being done.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

namespace batten::base {

struct ProgressState {
  std::uint64_t done = 0, total = 0;  // bytes; total 0: not known. Below 1,000 it is a number of things, not bytes
  double seconds = 0;                 // since the work began
  std::string_view task;              // what is being done
};

// At most width columns, without a newline. What is less needed is left out first on a narrow terminal: the bar, the time, the speed.
// blocks: the terminal shows UTF-8.
std::string progress_line(const ProgressState& state, std::size_t width, bool blocks);

}  // namespace batten::base
