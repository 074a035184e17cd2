// SPDX-License-Identifier: Apache-2.0
//
// The journal of an operation, whole or cut anywhere, and the copy of a container that it keeps.
#include <cstddef>
#include <cstdint>
#include <string_view>

#include "update/container_copy.h"
#include "update/journal_text.h"

int journal_fuzz(const std::uint8_t* data, std::size_t size);

int journal_fuzz(const std::uint8_t* data, std::size_t size) {
  using namespace batten::update;
  std::string_view text(reinterpret_cast<const char*>(data), size);
  if (auto read = read_operation(text)) {
    if (read->whole_bytes > size) __builtin_trap();
    std::string again = begin_line(read->operation);
    for (const JournalStep& step : read->operation.steps) again += step_line(step);
    auto twice = read_operation(again);
    if (!twice || twice->whole_bytes != again.size() || twice->operation.steps.size() != read->operation.steps.size()) __builtin_trap();
  }
  if (auto copy = copy_from_json(text); copy && copy_to_json(*copy) != copy_to_json(*copy_from_json(copy_to_json(*copy)))) __builtin_trap();
  return 0;
}
