// SPDX-License-Identifier: Apache-2.0
//
// What most range syntaxes are made of: an operator before a version, several of them in a row, and alternatives.
#pragma once

#include <compare>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"

namespace batten::version {

enum class Operator : std::uint8_t {
  kNone,
  kEqual,
  kNotEqual,
  kLess,
  kLessEqual,
  kGreater,
  kGreaterEqual,
  kTilde,
  kTildeGreater,
  kTildeEqual,
  kCaret,
  kIdentical
};

// Takes the operator at the beginning off text ("==" is kEqual, "===" kIdentical); kNone when there is none. The longest one counts.
Operator take_operator(std::string_view& text);

// Does the operator hold, when comparing the version with the operand gave that? Only for the comparisons and kNone, which is kEqual.
bool holds(Operator op, std::strong_ordering order);

constexpr bool is_space(char c) { return c == ' ' || (c >= '\t' && c <= '\r'); }
std::string_view trim(std::string_view text);

// The pieces between the separators ("||", ","), trimmed; one empty piece for an empty text.
std::vector<std::string_view> pieces(std::string_view text, std::string_view separator);

// The decimal number that comes next.
std::string plus_one(std::string_view digits);

// "range: what: text", the text cut to what fits a line.
Error bad_range(std::string_view what, std::string_view text);

}  // namespace batten::version
