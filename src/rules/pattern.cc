// SPDX-License-Identifier: Apache-2.0
#include "rules/pattern.h"

#include <algorithm>
#include <cstring>

namespace batten::rules {
namespace {

// Matches one character at the front of pattern, and says how long that part of the pattern is; 0: it does not match. A set that is never
// closed means its first character.
std::size_t match_set(std::string_view pattern, char c, bool any_case, bool& closed) {
  std::size_t at = 1;
  const bool negated = at < pattern.size() && (pattern[at] == '!' || pattern[at] == '^');
  if (negated) ++at;
  bool found = false;
  for (bool first = true; at < pattern.size() && (first || pattern[at] != ']'); first = false) {
    if (pattern[at] == '\\' && at + 1 < pattern.size()) ++at;
    char low = pattern[at], high = low;
    if (at + 2 < pattern.size() && pattern[at + 1] == '-' && pattern[at + 2] != ']') {
      high = pattern[at + 2];
      at += 2;
    }
    ++at;
    const auto inside = [&](char one) {
      return static_cast<unsigned char>(low) <= static_cast<unsigned char>(one) &&
             static_cast<unsigned char>(one) <= static_cast<unsigned char>(high);
    };
    const bool upper = any_case && c >= 'a' && c <= 'z' && inside(static_cast<char>(c - 'a' + 'A'));
    found = found || inside(c) || upper || (any_case && inside(lower_case(c)));
  }
  closed = at < pattern.size();
  if (!closed) return c == '[' ? 1 : 0;
  return found != negated ? at + 1 : 0;
}

std::size_t match_one(std::string_view pattern, char c, GlobOptions options, bool& sets) {
  if (pattern.front() == '?') return c == '/' && options.stops_at_slash ? 0 : 1;
  if (pattern.front() == '[' && sets) return c == '/' && options.stops_at_slash ? 0 : match_set(pattern, c, options.any_case, sets);
  const std::size_t length = pattern.front() == '\\' && pattern.size() > 1 ? 2 : 1;
  const char own = pattern[length - 1];
  return own == c || (options.any_case && lower_case(own) == lower_case(c)) ? length : 0;
}

}  // namespace

bool glob_matches(std::string_view pattern, std::string_view text, GlobOptions options) {
  std::size_t p = 0, t = 0;
  std::size_t star = std::string_view::npos, star_text = 0;  // where to go on when the last '*' takes one more
  // Where a set begins that is never closed. There is none behind it, so that the rest of the pattern is searched for an end but once.
  std::size_t not_closed = std::string_view::npos;
  while (t < text.size()) {
    if (p < pattern.size() && pattern[p] == '*') {
      star = p++;
      star_text = t;
      continue;
    }
    bool sets = p < not_closed;
    const std::size_t length = p < pattern.size() ? match_one(pattern.substr(p), text[t], options, sets) : 0;
    if (!sets) not_closed = std::min(not_closed, p);
    if (length != 0) {
      p += length;
      ++t;
      continue;
    }
    if (star == std::string_view::npos || (options.stops_at_slash && text[star_text] == '/')) return false;
    p = star + 1;
    t = ++star_text;
  }
  while (p < pattern.size() && pattern[p] == '*') ++p;
  return p == pattern.size();
}

bool is_glob(std::string_view pattern) { return pattern.find_first_of("*?[\\") != std::string_view::npos; }

// glibc's memmem is faster than string_view::find where the first byte of needle is a frequent one.
bool contains_text(std::string_view text, std::string_view needle) {
  return memmem(text.data(), text.size(), needle.data(), needle.size()) != nullptr || needle.empty();
}

bool contains_any_case(std::string_view text, std::string_view needle) {
  return std::ranges::search(text, needle, [](char a, char b) { return lower_case(a) == b; }).begin() != text.end() || needle.empty();
}

}  // namespace batten::rules
