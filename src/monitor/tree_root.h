// SPDX-License-Identifier: Apache-2.0
//
// Files below the root of the host or of a container, opened so that no link leads out of it. Nothing is held open meanwhile that keeps a
// container's mounts (but for short uses, kCached): only the folder of its process, which is never that of another process.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>

#include "base/fd.h"
#include "base/result.h"
#include "monitor/watched_tree.h"

namespace batten::monitor {

class TreeRoot {
 public:
  // kCached: what the kernel does not have in its memory is not there, so that no file system, which may be anybody's, is waited for. The
  // root is held open, and with it the mounts of a container: not to be kept for long.
  enum class Lookups : std::uint8_t { kAll, kCached };
  // root: a directory, or /proc/PID/root. not_found, denied.
  static Result<TreeRoot> open(const std::string& root, Lookups lookups = Lookups::kAll);

  // O_PATH, the last component not followed. path: from the root.
  base::Fd open_path(std::string_view path) const;
  // content: reads up to max_bytes of a regular file and hashes them; a longer one is told without. Nothing but regular files is opened.
  FileState state(std::string_view path, bool content, std::uint64_t max_bytes) const;
  // The same path with links to directories worked out, "/bin/sh" -> "/usr/bin/sh"; the last component too when follow_last.
  std::string resolve(std::string_view path, bool follow_last) const;
  // What the symbolic link at that path stands for, links of its directories followed; none: there is no link.
  std::optional<std::string> link_at(std::string_view path) const;
  // Where the path leads in this root when all its links are followed; none: it is not there.
  std::optional<std::string> real_path(std::string_view path) const;
  // False: the path is there, and has no symbolic link in it. True otherwise, also where it can't be told.
  bool has_links(std::string_view path) const;
  // What is in a directory, without . and ..; false: it can't be read. type: DT_*.
  bool list(int directory, const std::function<void(const char* name, unsigned char type)>& visit) const;

 private:
  base::Fd top() const;
  base::Fd look_up(std::string_view path, std::uint64_t flags, std::uint64_t resolve) const;

  std::string path_;
  Lookups lookups_ = Lookups::kAll;
  base::Fd process_;  // of /proc/PID
  base::Fd held_;     // of the root, for kCached
};

}  // namespace batten::monitor
