// SPDX-License-Identifier: Apache-2.0
#include "model/image_packages.h"

#include <algorithm>

#include "base/hash.h"

namespace batten::model {
namespace {

// Without the slash in front and without the usr of directories that are merged into it.
std::string_view plain(std::string_view path) {
  while (path.starts_with('/')) path.remove_prefix(1);
  if (!path.starts_with("usr/")) return path;
  const std::string_view rest = path.substr(4);
  constexpr std::string_view kMerged[] = {"bin/", "sbin/", "lib/", "lib32/", "lib64/", "libx32/"};
  return std::ranges::any_of(kMerged, [&](std::string_view one) { return rest.starts_with(one); }) ? rest : path;
}

std::uint64_t hash_of(std::string_view path) { return base::sha256_prefix(plain(path)); }

}  // namespace

void ImagePackages::add(std::string_view package, std::string_view file) {
  if (files_.size() >= kMaxFiles) {
    full_ = true;
    return;
  }
  if (names_.empty() || names_.back() != package) names_.emplace_back(package);
  files_.emplace_back(hash_of(file), static_cast<std::uint32_t>(names_.size() - 1));
}

void ImagePackages::seal() {
  std::ranges::sort(files_);  // of one hash the first package comes first
  files_.shrink_to_fit();
}

std::optional<std::string_view> ImagePackages::find(std::string_view path) const {
  const std::uint64_t hash = hash_of(path);
  const auto found = std::ranges::lower_bound(files_, hash, {}, [](const auto& one) { return one.first; });
  if (found != files_.end() && found->first == hash) return names_[found->second];
  if (full_) return std::nullopt;
  return std::string_view();
}

}  // namespace batten::model
