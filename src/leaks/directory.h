// SPDX-License-Identifier: Apache-2.0
//
// Secrets in the files of a directory.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "base/note.h"
#include "base/progress.h"
#include "base/result.h"
#include "leaks/patterns.h"
#include "model/leak.h"

namespace batten::leaks {

struct DirectoryOptions {
  std::string fingerprint_key = {};
  bool honour_ignores = true;              // in a Git repository leave out what .gitignore names
  std::vector<std::string> excluded = {};  // globs over paths relative to the root, of the policy
  unsigned threads = 0;                    // 0: one per processor
};

// All regular files below root, of any name and size; root may be a file. Links are not followed; of a .git directory its own files are
// read (config), not the objects. Where a Dockerfile stands at the root, a file is left out only when .dockerignore names it too: else
// an image would get it. A file that can't be read is a note. not_found, denied. In the report: paths begin with root as given, by path,
// line and column.
Result<model::LeakReport> search_directory(const std::string& root, const Patterns& patterns, const DirectoryOptions& options,
                                           base::Progress& progress);

// "everyone (mode 0644)", "its group (mode 0640)", "its owner (mode 0600)".
std::string readers_of(std::uint32_t mode);

}  // namespace batten::leaks
