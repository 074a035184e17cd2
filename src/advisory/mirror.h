// SPDX-License-Identifier: Apache-2.0
//
// Finds a feed's files in a directory that holds them under one of their mirror names (FeedFile), compressed or not.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "advisory/feed.h"
#include "advisory/feed_file.h"

namespace batten::advisory {

struct MirrorFile {
  std::string path;
  std::string name;     // without compression suffix
  Download validators;  // path, and size with time of change in place of an ETag
  std::uint64_t size_bytes = 0;
};

// In the order of files; those that are not there are left out. Of the files that a pattern matches the last in name order is taken.
std::vector<MirrorFile> find_in_mirror(const std::string& directory, const std::vector<FeedFile>& files);
// One file; not_found, denied.
Result<MirrorFile> mirror_file(const std::string& path);
// What the publisher put beside the file for it to be checked by: PATH.sha256, "HEX  NAME" as sha256sum writes it. corrupt: it is another.
// Without such a file there is nothing to check.
Result<void> check_mirror_file(const std::string& path);
// The names to try for one mirror name: itself, then with .zst, .gz, .xz, .bz2.
std::vector<std::string> names_to_try(std::string_view mirror_name);

}  // namespace batten::advisory
