// SPDX-License-Identifier: Apache-2.0
//
// For tests: a tar archive of a few files.
#pragma once

#include <string>
#include <utility>
#include <vector>

#include "archive/tar_writer.h"

namespace batten::advisory {

inline std::string tar_of(const std::vector<std::pair<std::string, std::string>>& files) {
  std::string out;
  archive::TarWriter writer([&](std::string_view bytes) -> Result<void> {
    out += bytes;
    return {};
  });
  bool good = true;
  for (const auto& [name, content] : files) {
    archive::TarEntry entry;
    entry.name = name;
    entry.size_bytes = content.size();
    entry.mode = 0644;
    entry.mtime = 1'700'000'000;
    good = good && writer.add_header(entry) && writer.add_content(content);
  }
  return good && writer.finish() ? out : std::string();
}

}  // namespace batten::advisory
