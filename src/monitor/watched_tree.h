// SPDX-License-Identifier: Apache-2.0
//
// Which files of the host or of a container are watched for changes, and what is known of one of them.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace batten::monitor {

struct WatchedTree {
  std::string root = "/";          // as the host sees it: "/", "/proc/PID/root", an overlay's merged directory
  std::string container = {};      // id; empty: the host
  std::uint64_t cgroup = 0;        // of the container: its changes are told under it; 0: under that of the process
  std::vector<std::string> globs;  // from that root: "/etc/**", "/usr/bin/*", "/etc/passwd" (base/glob.h)
  bool all_files = false;          // of the root's file system, whatever the globs
  bool without_handles = false;    // as on a kernel whose file system gives no file handles
};

// Bits of a change's flags, FlagSet::kFileChange.
inline constexpr std::uint64_t kFileModified = 1, kFileCreated = 2, kFileDeleted = 4, kFileMoved = 8, kFileAttributes = 16;

// A file at one moment.
struct FileState {
  std::uint32_t mode = 0;  // with the bits of its type; 0: there is none
  std::uint32_t uid = 0, gid = 0;
  std::uint64_t size = 0, inode = 0, device = 0, links = 0;
  std::int64_t modified_ns = 0, changed_ns = 0;
  std::string content;     // SHA-256 in hexadecimal of its bytes, or of a link's target; empty: not read
  std::string capability;  // security.capability, as it lies there

  bool exists() const { return mode != 0; }
};

// What has changed from one to the other; 0: nothing that counts. Without a content on one side, size and time stand for it.
std::uint64_t file_changes(const FileState& before, const FileState& after);

// Whether the glob matches the path, and whether it may match anything below that directory. Slashes in front do not matter.
bool glob_covers(std::string_view glob, std::string_view path);
bool glob_reaches_below(std::string_view glob, std::string_view directory);

}  // namespace batten::monitor
