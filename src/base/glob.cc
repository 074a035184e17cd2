// SPDX-License-Identifier: Apache-2.0
#include "base/glob.h"

namespace batten::base {
namespace {

// One component against one component: '*' and '?', without recursion.
bool component_match(std::string_view pattern, std::string_view text) {
  std::size_t p = 0, t = 0, star = std::string_view::npos, mark = 0;
  while (t < text.size()) {
    if (p < pattern.size() && (pattern[p] == '?' || (pattern[p] != '*' && pattern[p] == text[t]))) {
      ++p, ++t;
    } else if (p < pattern.size() && pattern[p] == '*') {
      star = p++;
      mark = t;
    } else if (star != std::string_view::npos) {
      p = star + 1;
      t = ++mark;
    } else {
      return false;
    }
  }
  while (p < pattern.size() && pattern[p] == '*') ++p;
  return p == pattern.size();
}

std::string_view take(std::string_view& rest) {
  std::size_t at = rest.find('/');
  std::string_view head = rest.substr(0, at);
  rest = at == std::string_view::npos ? std::string_view() : rest.substr(at + 1);
  return head;
}

}  // namespace

bool glob_match(std::string_view pattern, std::string_view path) {
  std::string_view retry_pattern, retry_path;
  bool can_retry = false;
  while (true) {
    if (pattern.empty() && path.empty()) return true;
    std::string_view p = pattern;
    if (!p.empty() && take(p) == "**") {
      retry_pattern = p, retry_path = path, can_retry = true;
      pattern = p;
      if (pattern.empty()) return true;
      continue;
    }
    std::string_view next_pattern = pattern, next_path = path;
    if (!pattern.empty() && !path.empty() && component_match(take(next_pattern), take(next_path))) {
      pattern = next_pattern, path = next_path;
      continue;
    }
    if (!can_retry || retry_path.empty()) return false;
    take(retry_path);
    pattern = retry_pattern, path = retry_path;
  }
}

}  // namespace batten::base
