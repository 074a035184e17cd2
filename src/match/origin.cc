// SPDX-License-Identifier: Apache-2.0
#include "match/origin.h"

#include <algorithm>
#include <array>
#include <string_view>

#include "base/text.h"

namespace batten::match {
namespace {

template <std::size_t size>
bool names_any(std::string_view origin, const std::array<std::string_view, size>& words) {
  return std::any_of(words.begin(), words.end(), [&](std::string_view word) { return origin.contains(word); });
}

}  // namespace

bool is_own_build(const model::Package& package) {
  constexpr std::array<std::string_view, 3> kApt = {"debian", "ubuntu", "canonical"};
  constexpr std::array<std::string_view, 4> kRpm = {"red hat", "centos", "almalinux", "rocky"};
  if (package.origin.empty()) return true;
  if (package.type == "deb") return names_any(base::lower(package.origin), kApt);
  if (package.type == "rpm") return names_any(base::lower(package.origin), kRpm);
  return true;
}

}  // namespace batten::match
