// SPDX-License-Identifier: Apache-2.0
//
// What "git cat-file --batch-all-objects --batch" prints, searched as it comes: "ID TYPE SIZE\n", the object's bytes and "\n" for each
// object (git-cat-file(1)). An object of a partial clone that is not here is "ID missing\n".
#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "base/progress.h"
#include "base/result.h"
#include "leaks/file_search.h"
#include "model/leak.h"

namespace batten::leaks {

// What one file's contents hold, until it is known where they belong: by object id.
using LeaksByObject = std::map<std::string, std::vector<model::Leak>, std::less<>>;

class GitBatch {
 public:
  // What messages of commits and tags hold, notes and counts go to report; all must outlive it.
  GitBatch(const Patterns& patterns, const std::string& fingerprint_key, base::Progress& progress, model::LeakReport& report)
      : search_(patterns, fingerprint_key), progress_(progress), report_(report) {}

  // The output in any pieces. corrupt: not git's format.
  Result<void> take(std::string_view bytes);
  std::uint64_t missing() const { return missing_; }
  LeaksByObject take_found() { return std::move(found_); }

 private:
  enum class State : unsigned char { kHeader, kContent, kBehind };

  Result<void> begin();
  void end();

  FileSearch search_;
  base::Progress& progress_;
  model::LeakReport& report_;
  State state_ = State::kHeader;
  std::string header_, id_, type_;
  std::uint64_t left_ = 0, missing_ = 0;
  bool searched_ = false;
  LeaksByObject found_;
};

}  // namespace batten::leaks
