// SPDX-License-Identifier: Apache-2.0
//
// Runs of decimal digits of any length, compared as numbers without turning them into one.
#pragma once

#include <compare>
#include <string_view>

namespace batten::version {

constexpr bool is_digit(char c) { return c >= '0' && c <= '9'; }
constexpr bool is_letter(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }

// Takes the leading digits off text.
constexpr std::string_view take_digits(std::string_view& text) {
  std::size_t size = 0;
  while (size < text.size() && is_digit(text[size])) ++size;
  std::string_view out = text.substr(0, size);
  text.remove_prefix(size);
  return out;
}

// Leading zeros do not count; an empty run is zero.
constexpr std::strong_ordering compare_digits(std::string_view left, std::string_view right) {
  while (left.starts_with('0')) left.remove_prefix(1);
  while (right.starts_with('0')) right.remove_prefix(1);
  if (left.size() != right.size()) return left.size() <=> right.size();
  return left.compare(right) <=> 0;
}

}  // namespace batten::version
