// SPDX-License-Identifier: Apache-2.0
//
// What "git log --raw -z --format=%H" prints: "COMMIT\0", then ":modes old new STATUS\0path\0" for each file that the commit changed
// (git-diff-tree(1), "Raw output format").
#pragma once

#include <functional>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "leaks/git_batch.h"

namespace batten::leaks {

// Where an object stood: the first commit that brought it to this path.
struct GitOrigin {
  std::string path, commit;
  friend auto operator<=>(const GitOrigin&, const GitOrigin&) = default;
};
using GitOrigins = std::map<std::string, std::vector<GitOrigin>, std::less<>>;  // by object id

class GitLog {
 public:
  // Only objects of found are followed; it must outlive this.
  explicit GitLog(const LeaksByObject& found) : found_(found) {}

  // The output, oldest commit first, in any pieces. corrupt: a record longer than any of git's.
  Result<void> take(std::string_view bytes);
  // At most 100 paths of one object.
  GitOrigins take_origins() { return std::move(origins_); }

 private:
  void token(std::string_view text);
  void add(std::string_view path);

  const LeaksByObject& found_;
  std::string rest_, commit_, object_;
  bool expects_path_ = false;
  GitOrigins origins_;
};

}  // namespace batten::leaks
