// SPDX-License-Identifier: Apache-2.0
#include "image/notable.h"

#include <algorithm>
#include <iterator>

#include "base/path.h"
#include "model/image_files.h"

namespace batten::image {
namespace {

using model::NotableFile;

constexpr std::string_view kSystem[] = {"bin", "boot", "etc", "lib", "lib32", "lib64", "libx32", "root", "sbin", "usr"};

constexpr std::string_view kBuildFiles[] = {"Containerfile", "Dockerfile",          "compose.yaml",
                                            "compose.yml",   "docker-compose.yaml", "docker-compose.yml"};
// What comes with a package is that package's affair.
constexpr std::string_view kOfPackages[] = {"/node_modules/", "/site-packages/", "/dist-packages/", "/vendor/", "/gems/", "/pkg/mod/"};

constexpr std::string_view kCaches[] = {"var/cache/apk/",    "var/cache/dnf/",         "var/cache/libdnf5/",    "var/cache/yum/",
                                        "root/.cache/pip/",  "root/.npm/_cacache/",    "root/.cache/go-build/", "var/lib/apt/lists/",
                                        "root/.cache/yarn/", "var/cache/apt/archives/"};

bool is_cached(std::string_view path) {
  auto cache = std::ranges::find_if(kCaches, [&](std::string_view prefix) { return path.starts_with(prefix); });
  if (cache == std::end(kCaches)) return false;
  std::string_view name = base::base_name(path);
  return name != "lock" && name != ".lock";  // stay when the cache was emptied
}

bool is_needless(std::string_view path) {
  if (path == ".git/HEAD" || path.ends_with("/.git/HEAD")) return true;
  if (std::ranges::find(kBuildFiles, base::base_name(path)) == std::end(kBuildFiles)) return false;
  if (path.starts_with("usr/lib/") || path.starts_with("usr/share/")) return false;
  return std::ranges::none_of(kOfPackages,
                              [&](std::string_view folder) { return path.contains(folder) || path.starts_with(folder.substr(1)); });
}

}  // namespace

bool of_system(std::string_view path) {
  std::string_view first = path.substr(0, path.find('/'));
  return std::ranges::find(kSystem, first) != std::end(kSystem);
}

std::uint8_t notable_traits(std::string_view path, std::uint32_t mode, bool directory) {
  constexpr std::uint32_t kSetuidOrSetgid = 06000, kSticky = 01000, kOthersWrite = 0002;
  unsigned out = 0;
  if (!directory && (mode & kSetuidOrSetgid) != 0 && (mode & 0111u) != 0) out |= NotableFile::kSetuid;
  bool kept_apart = directory && (mode & kSticky) != 0;
  if ((mode & kOthersWrite) != 0 && !kept_apart && of_system(path)) out |= NotableFile::kWritable;
  if (directory) return static_cast<std::uint8_t>(out);
  bool cached = is_cached(path);
  if (cached || is_needless(path)) out |= NotableFile::kNeedless;
  if (cached) out |= NotableFile::kCached;
  return static_cast<std::uint8_t>(out);
}

}  // namespace batten::image
