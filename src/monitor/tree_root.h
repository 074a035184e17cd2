// SPDX-License-Identifier: Apache-2.0
//
// Files below the root of the host or of a container, opened so that no link leads out of it. Nothing is held open meanwhile that keeps a
// container's mounts: only the folder of its process, which is never that of another process.
#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <string_view>

#include "base/fd.h"
#include "base/result.h"
#include "monitor/watched_tree.h"

namespace batten::monitor {

class TreeRoot {
 public:
  // root: a directory, or /proc/PID/root. not_found, denied.
  static Result<TreeRoot> open(const std::string& root);

  // O_PATH, the last component not followed. path: from the root.
  base::Fd open_path(std::string_view path) const;
  // content: reads up to max_bytes of a regular file and hashes them; a longer one is told without. Nothing but regular files is opened.
  FileState state(std::string_view path, bool content, std::uint64_t max_bytes) const;
  // The same path with links to directories worked out, "/bin/sh" -> "/usr/bin/sh"; the last component too when follow_last.
  std::string resolve(std::string_view path, bool follow_last) const;
  // What is in a directory, without . and ..; false: it can't be read. type: DT_*.
  bool list(int directory, const std::function<void(const char* name, unsigned char type)>& visit) const;

 private:
  base::Fd top() const;

  std::string path_;
  base::Fd process_;  // of /proc/PID
};

}  // namespace batten::monitor
