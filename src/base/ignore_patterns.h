// SPDX-License-Identifier: Apache-2.0
//
// Patterns of .gitignore (gitignore(5)) and .dockerignore (Dockerfile reference, ".dockerignore files").
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace batten::base {

class IgnorePatterns {
 public:
  enum class Dialect : unsigned char { kGit, kDocker };

  // Adds the patterns of a file in directory ("" is the root of the walk, else without a slash at its end). At most 10,000 in all: the rest
  // is left out, which ignores less.
  void add(std::string_view text, std::string_view directory, Dialect dialect);
  // path: relative to the root of the walk. Of several patterns that match the last decides.
  bool ignores(std::string_view path, bool is_directory) const { return opinion(path, is_directory).value_or(false); }
  // The same; nothing when no pattern speaks of it.
  std::optional<bool> opinion(std::string_view path, bool is_directory) const;
  bool empty() const { return patterns_.empty(); }

 private:
  struct Pattern {
    std::string directory;
    std::string glob;  // relative to directory
    bool anywhere = false, only_directories = false, again = false;
  };
  std::vector<Pattern> patterns_;
};

}  // namespace batten::base
