// SPDX-License-Identifier: Apache-2.0
#include "monitor/watched_tree.h"

#include <sys/stat.h>

#include "base/glob.h"

namespace batten::monitor {
namespace {

std::string_view without_slash(std::string_view path) {
  while (path.starts_with('/')) path.remove_prefix(1);
  return path;
}

std::string_view take(std::string_view& rest) {
  const std::size_t at = rest.find('/');
  const std::string_view head = rest.substr(0, at);
  rest = at == std::string_view::npos ? std::string_view() : without_slash(rest.substr(at));
  return head;
}

}  // namespace

std::uint64_t file_changes(const FileState& before, const FileState& after) {
  if (!before.exists() || !after.exists()) return before.exists() ? kFileDeleted : after.exists() ? kFileCreated : 0;
  std::uint64_t out = 0;
  if (before.content.empty() || after.content.empty()) {
    if (S_ISREG(after.mode) && (before.size != after.size || before.modified_ns != after.modified_ns)) out |= kFileModified;
  } else if (before.content != after.content) {
    out |= kFileModified;
  }
  if ((before.mode & S_IFMT) != (after.mode & S_IFMT)) out |= kFileModified;
  const bool same =
      before.mode == after.mode && before.uid == after.uid && before.gid == after.gid && before.capability == after.capability;
  return same ? out : out | kFileAttributes;
}

bool glob_covers(std::string_view glob, std::string_view path) { return base::glob_match(without_slash(glob), without_slash(path)); }

bool glob_reaches_below(std::string_view glob, std::string_view directory) {
  glob = without_slash(glob);
  directory = without_slash(directory);
  while (!glob.empty()) {
    const std::string_view part = take(glob);
    if (part == "**" || directory.empty()) return true;
    if (!base::glob_match(part, take(directory))) return false;
  }
  return false;
}

}  // namespace batten::monitor
