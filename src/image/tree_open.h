// SPDX-License-Identifier: Apache-2.0
//
// Files below a root directory, opened so that no link and no change made meanwhile leads out of it (openat2(2)); what kind of file system
// a directory lies on; the marks that overlayfs leaves on files (Documentation/filesystems/overlayfs.rst).
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "base/fd.h"
#include "base/result.h"

namespace batten::image {

enum class Links { kRefuse, kFollowInRoot };

// A path relative to root; empty: the root itself. Never blocks on a pipe, never opens what a /proc link leads to. Invalid, with errno set,
// when it can't be opened.
base::Fd open_below(int root, const std::string& path, int flags, Links links);

// A file system that the kernel makes up (proc, sysfs, ...), or that is empty after each start (tmpfs).
bool is_virtual_file_system(int directory);

// Which extended attributes the marks are in: trusted.overlay.* of an engine that is root, user.overlay.* of a rootless one. The others are
// what anybody may write into an image, and mean nothing.
enum class OverlayMarks { kNone, kTrusted, kUser };

struct MarkNames {
  const char* opaque;
  const char* redirect;
  const char* metacopy;
};
// Not for kNone.
const MarkNames& mark_names(OverlayMarks marks);
// Is the attribute there? value: and has it this value?
bool has_mark(int fd, const char* name);
bool has_mark(int fd, const char* name, char value);

// The children of a directory, in batches: each sorted by name, and all in one batch unless there are very many.
class DirectoryListing {
 public:
  struct Child {
    std::string name;
    unsigned char type = 0;  // DT_REG, ...; never DT_UNKNOWN
  };

  explicit DirectoryListing(int directory) : directory_(directory) {}
  // Empty at the end.
  Result<std::vector<Child>> next();

 private:
  struct Close {
    void operator()(void* stream) const;
  };
  int directory_;
  std::unique_ptr<void, Close> stream_;
};

}  // namespace batten::image
