// SPDX-License-Identifier: Apache-2.0
#include "report/cvss_vector.h"

#include <algorithm>
#include <iterator>
#include <set>

#include "base/text.h"

namespace batten::report {
namespace {

struct Metric {
  std::string_view name, values;
};

// The base metrics first.
constexpr std::size_t kBaseMetrics = 8;
constexpr Metric kMetrics[] = {{"AV", "NALP"}, {"AC", "LH"},   {"PR", "NLH"},    {"UI", "NR"},    {"S", "UC"},     {"C", "NLH"},
                               {"I", "NLH"},   {"A", "NLH"},   {"E", "XUPFH"},   {"RL", "XOTWU"}, {"RC", "XURC"},  {"CR", "XLMH"},
                               {"IR", "XLMH"}, {"AR", "XLMH"}, {"MAV", "XNALP"}, {"MAC", "XLH"},  {"MPR", "XNLH"}, {"MUI", "XNR"},
                               {"MS", "XUC"},  {"MC", "XNLH"}, {"MI", "XNLH"},   {"MA", "XNLH"}};

}  // namespace

bool is_cvss3_vector(std::string_view text) {
  if (!text.starts_with("CVSS:3.0/") && !text.starts_with("CVSS:3.1/")) return false;
  std::set<std::size_t> seen;
  for (std::string_view part : base::split(text.substr(9), '/')) {
    std::size_t colon = part.find(':');
    if (colon == std::string_view::npos || colon + 2 != part.size()) return false;
    const Metric* at =
        std::find_if(std::begin(kMetrics), std::end(kMetrics), [&](const Metric& m) { return m.name == part.substr(0, colon); });
    if (at == std::end(kMetrics) || !at->values.contains(part.back())) return false;
    if (!seen.insert(static_cast<std::size_t>(at - std::begin(kMetrics))).second) return false;
  }
  return seen.size() >= kBaseMetrics && *std::next(seen.begin(), kBaseMetrics - 1) == kBaseMetrics - 1;
}

}  // namespace batten::report
