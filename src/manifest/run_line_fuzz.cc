// SPDX-License-Identifier: Apache-2.0
//
// Any text as one command line and as a script.
#include <cstddef>
#include <cstdint>
#include <string_view>

#include "manifest/run_line.h"

int run_line_fuzz(const std::uint8_t* data, std::size_t size);

int run_line_fuzz(const std::uint8_t* data, std::size_t size) {
  std::string_view text(reinterpret_cast<const char*>(data), size);
  batten::base::Notes notes;
  auto one = batten::manifest::parse_run_line(text, notes);
  if (one && (one->image.value.empty() && one->image.place.length == 0)) __builtin_trap();
  for (const auto& container : batten::manifest::find_run_lines(text, notes)) {
    if (container.place.offset + container.place.length > size || !container.place) __builtin_trap();
  }
  return 0;
}
