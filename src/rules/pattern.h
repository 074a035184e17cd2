// SPDX-License-Identifier: Apache-2.0
//
// Patterns of glob(7) as rules write them: '*', '?', '[a-z]', '[!a]', '\' before a character that means itself. The time is bounded by
// pattern times text, whatever a process puts into its arguments.
#pragma once

#include <string>
#include <string_view>

namespace batten::rules {

struct GlobOptions {
  bool any_case = false;        // ASCII
  bool stops_at_slash = false;  // '*' and '?' do not match '/'
};

bool glob_matches(std::string_view pattern, std::string_view text, GlobOptions options = {});
// Whether it has a character that means something.
bool is_glob(std::string_view pattern);

constexpr char lower_case(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; }
bool contains_text(std::string_view text, std::string_view needle);
// needle in lower case.
bool contains_any_case(std::string_view text, std::string_view needle);

}  // namespace batten::rules
