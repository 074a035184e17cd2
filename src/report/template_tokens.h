// SPDX-License-Identifier: Apache-2.0
//
// The pieces of a template: text, and tags as lists of words.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "report/template_syntax.h"

namespace batten::report {

struct Token {
  enum class Kind : unsigned char { kName, kNumber, kText, kSign };
  Kind kind = Kind::kSign;
  std::string text;  // a text without its quotes
  Place place;
};

struct Piece {
  enum class Kind : unsigned char { kText, kOutput, kBlock };  // text, {{ }}, {% %}
  Kind kind = Kind::kText;
  std::string text;
  std::vector<Token> tokens;
  Place place;
};

// Comments are left out. A block or comment that stands alone on a line takes the line with it.
Result<std::vector<Piece>> template_pieces(std::string_view text);

// "line 3, column 7: message".
Error template_error(const Place& place, std::string_view message);

}  // namespace batten::report
