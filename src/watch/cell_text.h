// SPDX-License-Identifier: Apache-2.0
//
// Text for the cells of a terminal: whatever bytes a name holds, what comes out takes the columns that it says and moves no cursor.
#pragma once

#include <string>
#include <string_view>

namespace batten::watch {

enum class Letters : unsigned char {
  kUtf8,
  kAscii,  // for terminals that know no other: all else becomes '?'
};

struct CellText {
  std::string text;
  unsigned width = 0;  // columns

  bool operator==(const CellText&) const = default;
};

// At most that many columns. Control characters, and those that turn the direction of text, become '?', wrong UTF-8 U+FFFD; what takes no
// column of its own (accents) is left out; what takes two counts so. A text that is cut ends in '…' ('~').
CellText cell_text(std::string_view bytes, unsigned columns, Letters letters);

}  // namespace batten::watch
