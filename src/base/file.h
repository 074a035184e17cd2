// SPDX-License-Identifier: Apache-2.0
//
// Reading and writing whole files and descriptors, with limits.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "base/fd.h"
#include "base/result.h"

namespace batten::base {

// Opens for reading, close-on-exec. not_found, denied, internal.
Result<Fd> open_read(const std::string& path);

// The whole file; limit when it is longer than max_bytes.
Result<std::string> read_file(const std::string& path, std::uint64_t max_bytes);
Result<std::string> read_all(int fd, std::uint64_t max_bytes);

// Exactly size bytes from offset; corrupt when the file ends before.
Result<std::string> read_at(int fd, std::uint64_t offset, std::size_t size);

// Writes everything, restarting on short writes and EINTR.
Result<void> write_all(int fd, std::string_view bytes);

// Writes PATH.tmp.PID.N beside the target, optionally syncs, renames over it: readers see the old or the new
// file, never half. Creates missing parent directories with mode 0700.
Result<void> write_file_atomic(const std::string& path, std::string_view bytes, bool sync = false);

Result<void> make_directories(const std::string& path);
// Names in a directory without . and .., sorted.
Result<std::vector<std::string>> list_directory(const std::string& path);
bool is_directory(const std::string& path);
bool is_regular_file(const std::string& path);

// ~/.cache/batten, or $XDG_CACHE_HOME/batten, or $BATTEN_CACHE_DIR.
std::string cache_directory();
// Environment variable or empty.
std::string environment(const char* name);

}  // namespace batten::base
