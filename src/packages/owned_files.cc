// SPDX-License-Identifier: Apache-2.0
#include "packages/owned_files.h"

#include <algorithm>

#include "base/path.h"

namespace batten::packages {
namespace {

// Most names need no more than their leading slash cut.
bool is_plain(std::string_view name) {
  return !name.contains("//") && !name.contains("/.") && !name.starts_with('.') && !name.ends_with('/');
}

}  // namespace

std::vector<std::string> owned_files(std::vector<std::string> names) {
  for (std::string& name : names) {
    if (name.starts_with('/') && !name.starts_with("//")) name.erase(0, 1);
    if (!is_plain(name)) name = base::normal_path(name).value_or("");
  }
  std::ranges::sort(names);
  names.erase(std::unique(names.begin(), names.end()), names.end());
  std::string prefix;
  // "a" need not stand right before "a/b" ("a-c" lies between), so each looks for its first child.
  auto is_parent = [&](const std::string& name) {
    prefix.assign(name).push_back('/');
    auto child = std::ranges::lower_bound(names, prefix);
    return child != names.end() && child->starts_with(prefix);
  };
  std::vector<bool> drop(names.size());
  for (std::size_t i = 0; i < names.size(); ++i) drop[i] = names[i].empty() || is_parent(names[i]);
  std::size_t kept = 0;
  for (std::size_t i = 0; i < names.size(); ++i) {
    if (drop[i]) continue;
    if (kept != i) names[kept] = std::move(names[i]);
    ++kept;
  }
  names.resize(kept);
  return names;
}

}  // namespace batten::packages
