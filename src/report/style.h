// SPDX-License-Identifier: Apache-2.0
//
// Text for a terminal: colours that can be off, padding and shortening by columns.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "model/advisory.h"

namespace batten::report {

enum class Colour : unsigned char { kPlain, kBold, kDim, kRed, kBoldRed, kYellow, kGreen, kCyan };

class Style {
 public:
  explicit Style(bool colour) : colour_(colour) {}
  std::string paint(Colour colour, std::string_view text) const;
  static Colour of(model::Severity severity);

 private:
  bool colour_;
};

// Printable, at most width columns; a longer text ends with "…".
std::string fit(std::string_view text, std::size_t width);
// fit, then blanks up to width.
std::string pad(std::string_view text, std::size_t width);
// Lines of at most width columns, broken at blanks; a longer word is cut.
std::vector<std::string> wrap(std::string_view text, std::size_t width);
// Words with single blanks between, whatever separated them.
std::string one_line(std::string_view text);
// At most max_bytes of it, ending between characters, then "…" when something was cut off.
std::string beginning(std::string_view text, std::size_t max_bytes);

}  // namespace batten::report
