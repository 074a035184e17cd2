// SPDX-License-Identifier: Apache-2.0
#include "match/range.h"

#include <algorithm>

#include "base/text.h"

namespace batten::match {
namespace {

std::string range_text(const model::VersionRange& range) {
  std::string out;
  if (!range.introduced.empty() && range.introduced != "0") out = ">= " + range.introduced;
  auto upper = [&](std::string_view op, const std::string& version) {
    if (version.empty()) return;
    if (!out.empty()) out += ", ";
    out += std::string(op) + " " + version;
  };
  upper("<", range.fixed);
  upper("<=", range.last_affected);
  return out.empty() ? "all versions" : out;
}

}  // namespace

RangeVerdict check_ranges(const version::Scheme& scheme, std::string_view installed, const model::Advisory& advisory) {
  if (advisory.ranges.empty() && advisory.versions.empty()) return {true, "", "all versions"};
  for (const model::VersionRange& range : advisory.ranges) {
    bool from = range.introduced.empty() || range.introduced == "0" || scheme.compare(installed, range.introduced) >= 0;
    bool below = range.fixed.empty() || scheme.compare(installed, range.fixed) < 0;
    bool last = range.last_affected.empty() || scheme.compare(installed, range.last_affected) <= 0;
    if (from && below && last) return {true, range.fixed, range_text(range)};
  }
  for (const std::string& version : advisory.versions) {
    if (scheme.compare(installed, version) == 0) return {true, "", "= " + version};
  }
  return {};
}

ReleaseLine rpm_release_line(std::string_view evr) {
  std::size_t dash = evr.rfind('-');
  if (dash == std::string_view::npos) return {};
  std::string_view release = evr.substr(dash + 1);
  // ".el9_4.1", "+el8.6.0+13733", ".el8_10"
  std::size_t at = release.find("el");
  while (at != std::string_view::npos && (at == 0 || (release[at - 1] != '.' && release[at - 1] != '+'))) at = release.find("el", at + 1);
  if (at == std::string_view::npos) return {};
  std::string_view tag = release.substr(at + 2);
  std::size_t digits = tag.find_first_not_of("0123456789");
  if (digits == std::string_view::npos || digits == 0) return {};
  bool module = release[at - 1] == '+';
  char separator = tag[digits];
  if (separator != '_' && !(module && separator == '.')) return {};
  std::string_view minor = tag.substr(digits + 1);
  minor = minor.substr(0, std::min(minor.find_first_not_of("0123456789"), minor.size()));
  auto number = base::parse_unsigned(minor);
  return number && *number < 100 ? ReleaseLine{static_cast<int>(*number)} : ReleaseLine{};
}

}  // namespace batten::match
