// SPDX-License-Identifier: Apache-2.0
//
// The first line is a path, the rest are patterns. Small ones are matched a second time by the definition itself.
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string_view>
#include <vector>

#include "base/glob.h"
#include "base/ignore_patterns.h"

int ignore_patterns_fuzz(const std::uint8_t* data, std::size_t size);

namespace {

using Parts = std::vector<std::string_view>;

Parts components(std::string_view text) {
  Parts out;
  while (!text.empty()) {
    std::size_t at = text.find('/');
    out.push_back(text.substr(0, at));
    text = at == std::string_view::npos ? std::string_view() : text.substr(at + 1);
  }
  return out;
}

bool name_fits(std::string_view pattern, std::string_view name) {
  if (pattern.empty()) return name.empty();
  if (pattern[0] == '*') return name_fits(pattern.substr(1), name) || (!name.empty() && name_fits(pattern, name.substr(1)));
  return !name.empty() && (pattern[0] == '?' || pattern[0] == name[0]) && name_fits(pattern.substr(1), name.substr(1));
}

bool path_fits(const Parts& pattern, std::size_t p, const Parts& path, std::size_t t) {
  if (p == pattern.size()) return t == path.size();
  if (pattern[p] == "**") return path_fits(pattern, p + 1, path, t) || (t < path.size() && path_fits(pattern, p, path, t + 1));
  return t < path.size() && name_fits(pattern[p], path[t]) && path_fits(pattern, p + 1, path, t + 1);
}

}  // namespace

int ignore_patterns_fuzz(const std::uint8_t* data, std::size_t size) {
  using batten::base::IgnorePatterns;
  std::string_view text(reinterpret_cast<const char*>(data), size);
  std::size_t end = text.find('\n');
  std::string_view path = text.substr(0, end);
  std::string_view rest = end == std::string_view::npos ? std::string_view() : text.substr(end + 1);
  for (auto dialect : {IgnorePatterns::Dialect::kGit, IgnorePatterns::Dialect::kDocker}) {
    IgnorePatterns patterns;
    patterns.add(rest, "", dialect);
    patterns.add(rest, "sub", dialect);
    for (bool is_directory : {false, true}) {
      if (patterns.ignores(path, is_directory) && patterns.empty()) std::abort();
    }
  }
  std::string_view first = rest.substr(0, rest.find('\n'));
  if (first.size() > 16 || path.size() > 16) return 0;
  if (batten::base::glob_match(first, path) != path_fits(components(first), 0, components(path), 0)) std::abort();
  return 0;
}
