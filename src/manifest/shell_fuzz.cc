// SPDX-License-Identifier: Apache-2.0
#include <cstddef>
#include <cstdint>
#include <string_view>

#include "manifest/shell.h"

int shell_fuzz(const std::uint8_t* data, std::size_t size);

// Every place lies in the text.
int shell_fuzz(const std::uint8_t* data, std::size_t size) {
  std::string_view text(reinterpret_cast<const char*>(data), size);
  batten::manifest::MappedText whole;
  whole.append(text, 0);
  auto script = batten::manifest::parse_shell(whole, batten::manifest::Lines(text));
  for (const auto& command : script.commands) {
    if (std::size_t{command.place.offset} + command.place.length > size) __builtin_trap();
    for (const auto& word : command.words) {
      if (std::size_t{word.place.offset} + word.place.length > size) __builtin_trap();
    }
  }
  return 0;
}
