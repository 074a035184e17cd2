// SPDX-License-Identifier: Apache-2.0
//
// Several files of a root file system may say which distribution it is. The one with the lowest rank is right.
#pragma once

#include <cstddef>
#include <iterator>
#include <string_view>

namespace batten::model {

// os-release(5) reads etc/ before usr/lib/. Of the files from before it, debian_version comes behind the one that names a single
// distribution, and system-release, which relatives share, last.
constexpr std::size_t distro_rank(std::string_view path) {
  constexpr std::string_view kOrder[] = {"etc/os-release",     "usr/lib/os-release", "etc/alpine-release", "etc/centos-release",
                                         "etc/redhat-release", "etc/debian_version", "etc/system-release"};
  for (std::size_t i = 0; i < std::size(kOrder); ++i) {
    if (kOrder[i] == path) return i;
  }
  return std::size(kOrder);
}

}  // namespace batten::model
