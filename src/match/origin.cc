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

// Vendors of rpm packages, by distribution; of those that are not here Red Hat and its rebuilds share packages.
struct Vendor {
  std::string_view distro, word;
};
constexpr Vendor kVendors[] = {
    {"amzn", "amazon"},       {"azurelinux", "microsoft"}, {"azurelinux", "azure linux"}, {"fedora", "fedora"},
    {"mariner", "microsoft"}, {"mariner", "mariner"},      {"ol", "oracle america"},      {"photon", "broadcom"},
    {"photon", "photon"},     {"photon", "vmware"},        {"opensuse", "suse"},          {"sles", "suse"},
};

bool is_vendor_of(std::string_view distro, std::string_view origin) {
  bool any = false;
  for (const Vendor& vendor : kVendors) {
    if (!distro.starts_with(vendor.distro)) continue;
    any = true;
    if (origin.contains(vendor.word)) return true;
  }
  constexpr std::array<std::string_view, 4> kRedHat = {"red hat", "centos", "almalinux", "rocky"};
  return !any && names_any(origin, kRedHat);
}

}  // namespace

bool is_own_build(const model::Package& package, std::string_view distro) {
  constexpr std::array<std::string_view, 3> kApt = {"debian", "ubuntu", "canonical"};
  if (package.origin.empty()) return true;
  if (package.type == "deb") return names_any(base::lower(package.origin), kApt);
  if (package.type == "rpm") return is_vendor_of(distro, base::lower(package.origin));
  return true;
}

}  // namespace batten::match
