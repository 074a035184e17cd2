// SPDX-License-Identifier: Apache-2.0
#include "rules/selection.h"

#include <algorithm>

namespace batten::rules {
namespace {

// '*' any text, '?' any character, of the whole name.
bool name_matches(std::string_view pattern, std::string_view name) {
  std::size_t p = 0, n = 0, star = std::string_view::npos, mark = 0;
  while (n < name.size()) {
    if (p < pattern.size() && pattern[p] == '*') {
      star = p++;
      mark = n;
    } else if (p < pattern.size() && (pattern[p] == '?' || pattern[p] == name[n])) {
      ++p, ++n;
    } else if (star != std::string_view::npos) {
      p = star + 1;
      n = ++mark;
    } else {
      return false;
    }
  }
  return pattern.find_first_not_of('*', p) == std::string_view::npos;
}

}  // namespace

bool is_selected(const Definition& rule, std::span<const Selection> selections) {
  bool enabled = rule.enabled;
  for (const Selection& one : selections) {
    bool meant = one.rule_glob.empty() ? std::ranges::find(rule.tags, one.tag) != rule.tags.end() : name_matches(one.rule_glob, rule.name);
    if (meant) enabled = one.enable;
  }
  return enabled;
}

}  // namespace batten::rules
