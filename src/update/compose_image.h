// SPDX-License-Identifier: Apache-2.0
//
// Writes another image of a service into the Compose file that names it; comments, order and everything else stay.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "base/result.h"
#include "update/subject.h"

namespace batten::update {

// A file before and after; whole texts.
struct FileChange {
  std::string path;
  std::string before, after;
  std::string beside;  // what is written first, and then takes the file's place; a name that nobody else has
};

// The text of one file with another image for the service; nothing: it does not say which image the service has. path: for messages, and
// what relative names in it begin at.
Result<std::optional<std::string>> with_image(std::string_view text, const std::string& path, const std::string& service,
                                              const std::string& image);

// In the last of the project's files that says which image the service has. unsupported: it is put together from variables, shared by an
// anchor, comes by extends or include; the message says where and what to write. not_found: no file names it. Files may have 4 MiB.
Result<FileChange> compose_image_change(const ComposeOrigin& origin, const std::string& image);

// Replaces the file at once, with owner and mode kept; a link's target, where it is one. conflict: it is not what it was before. One that
// is so already stays as it is.
Result<void> write_change(const FileChange& change);
// The other way round. conflict: somebody has edited it since.
Result<void> take_back(const FileChange& change);
// What a process that was killed while it wrote has left.
void remove_beside(const FileChange& change);

}  // namespace batten::update
