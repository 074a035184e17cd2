// SPDX-License-Identifier: Apache-2.0
//
// For fuzz targets: bytes for one of several catalogers, chosen by their first byte, which begins with the number of the file.
#pragma once

#include <cstdint>
#include <cstdlib>
#include <span>

#include "packages/cataloger.h"

namespace batten::packages {

struct FuzzedFile {
  std::string_view cataloger, path;
};

// Parses, and stops the program when the cataloger says something that it must never say.
inline int fuzz_one_of(std::span<const FuzzedFile> files, const std::uint8_t* data, std::size_t size) {
  if (size == 0) return 0;
  const FuzzedFile& file = files[data[0] % files.size()];
  std::string_view content(reinterpret_cast<const char*>(data) + 1, size - 1);
  for (const Cataloger* cataloger : all_catalogers()) {
    if (cataloger->name != file.cataloger) continue;
    model::FileFacts facts;
    base::Notes notes;
    (void)catalog(*cataloger, file.path, content, facts, notes);
    for (const model::Package& package : facts.packages) {
      if (package.name.empty() || package.version.empty() || package.type.empty()) std::abort();
      for (const std::string& owned : package.files) {
        if (owned.empty() || owned.starts_with('/') || owned.starts_with("../")) std::abort();
      }
    }
    if (notes.size() > 50) std::abort();
  }
  return 0;
}

}  // namespace batten::packages
