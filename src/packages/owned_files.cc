// SPDX-License-Identifier: Apache-2.0
#include "packages/owned_files.h"

#include <algorithm>
#include <deque>

#include "base/path.h"

namespace batten::packages {
namespace {

// Most names need no more than their leading slash cut.
bool is_plain(std::string_view name) {
  if (name.starts_with('.') || name.starts_with('/') || name.ends_with('/')) return false;
  for (std::size_t at = name.find('/'); at != std::string_view::npos; at = name.find('/', at + 1)) {
    if (name[at + 1] == '/' || name[at + 1] == '.') return false;
  }
  return true;
}

// Sorted, each once, without empty names and without the parents of others.
template <typename Text>
void keep_files(std::vector<Text>& names) {
  std::ranges::sort(names);
  names.erase(std::unique(names.begin(), names.end()), names.end());
  // Behind "a" come the names that go on with a character below '/' ("a-c"), then its children.
  auto is_parent = [&](std::size_t i) {
    std::string_view parent = names[i];
    for (std::size_t next = i + 1; next < names.size(); ++next) {
      std::string_view name = names[next];
      if (!name.starts_with(parent) || static_cast<unsigned char>(name[parent.size()]) > '/') return false;
      if (name[parent.size()] == '/') return true;
    }
    return false;
  };
  std::size_t kept = 0;
  for (std::size_t i = 0; i < names.size(); ++i) {
    if (names[i].empty() || is_parent(i)) continue;
    if (kept != i) names[kept] = std::move(names[i]);
    ++kept;
  }
  names.resize(kept);
}

}  // namespace

std::vector<std::string> owned_files(std::vector<std::string> names) {
  for (std::string& name : names) {
    if (name.starts_with('/')) name.erase(0, 1);
    if (!is_plain(name)) name = base::normal_path(name).value_or("");
  }
  keep_files(names);
  return names;
}

std::vector<std::string> owned_files(std::vector<std::string_view> names) {
  std::deque<std::string> changed;
  for (std::string_view& name : names) {
    if (name.starts_with('/')) name.remove_prefix(1);
    if (!is_plain(name)) name = changed.emplace_back(base::normal_path(name).value_or(""));
  }
  keep_files(names);
  return {names.begin(), names.end()};
}

}  // namespace batten::packages
