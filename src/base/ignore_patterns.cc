// SPDX-License-Identifier: Apache-2.0
#include "base/ignore_patterns.h"

#include "base/glob.h"
#include "base/text.h"

namespace batten::base {
namespace {

constexpr std::size_t kMaxPatterns = 10'000;

// What of path is below directory; nullopt when it is not.
std::string_view below(std::string_view path, std::string_view directory, bool& is_below) {
  is_below = directory.empty() || (path.size() > directory.size() && path.starts_with(directory) && path[directory.size()] == '/');
  if (!is_below || directory.empty()) return path;
  return path.substr(directory.size() + 1);
}

}  // namespace

void IgnorePatterns::add(std::string_view text, std::string_view directory, Dialect dialect) {
  each_line(text, [&](std::string_view line) {
    line = trim(line);
    if (line.empty() || line.starts_with('#') || patterns_.size() >= kMaxPatterns) return;
    Pattern pattern{.directory = std::string(directory), .glob = {}};
    if (line.starts_with('!')) {
      pattern.again = true;
      line.remove_prefix(1);
    }
    if (line.starts_with('\\')) line.remove_prefix(1);
    while (line.size() > 1 && line.ends_with('/')) {
      line.remove_suffix(1);
      pattern.only_directories = true;
    }
    // Git: a pattern without a slash in its middle matches at any depth. Docker: all begin at the root.
    bool rooted = line.contains('/') || dialect == Dialect::kDocker;
    while (line.starts_with('/') || line.starts_with("./")) line.remove_prefix(line.starts_with('/') ? 1 : 2);
    if (line.empty() || line == ".") return;
    pattern.anywhere = !rooted;
    pattern.glob = line;
    patterns_.push_back(std::move(pattern));
  });
}

std::optional<bool> IgnorePatterns::opinion(std::string_view path, bool is_directory) const {
  std::string_view name = path.substr(path.rfind('/') + 1);
  for (std::size_t i = patterns_.size(); i-- > 0;) {
    const Pattern& pattern = patterns_[i];
    if (pattern.only_directories && !is_directory) continue;
    bool is_below = false;
    std::string_view rest = below(path, pattern.directory, is_below);
    if (!is_below) continue;
    if (glob_match(pattern.glob, pattern.anywhere ? name : rest)) return !pattern.again;
  }
  return std::nullopt;
}

}  // namespace batten::base
