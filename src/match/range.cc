// SPDX-License-Identifier: Apache-2.0
#include "match/range.h"

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

}  // namespace batten::match
