// SPDX-License-Identifier: Apache-2.0
//
// Which package of an image a file belongs to: made once, then only asked. Of a path there is a hash alone (64 bits), so that an image with
// 100,000 files takes 1.6 MB.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace batten::model {

class ImagePackages {
 public:
  static constexpr std::size_t kMaxFiles = 1'000'000;

  // file: from the root, with or without a slash in front. Before seal().
  void add(std::string_view package, std::string_view file);
  void seal();

  // Empty: of no package. None: that can't be told, for there were too many files. "/bin/x" and "/usr/bin/x" are the same: where /bin is a
  // link, package managers have either.
  std::optional<std::string_view> find(std::string_view path) const;
  std::size_t files() const { return files_.size(); }

  bool operator==(const ImagePackages&) const = default;

 private:
  std::vector<std::string> names_;
  std::vector<std::pair<std::uint64_t, std::uint32_t>> files_;  // hash, index of names_; by hash
  bool full_ = false;
};

}  // namespace batten::model
