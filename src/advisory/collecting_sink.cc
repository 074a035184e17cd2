// SPDX-License-Identifier: Apache-2.0
#include "advisory/collecting_sink.h"

#include <algorithm>

#include "base/format.h"
#include "base/text.h"

namespace batten::advisory {
namespace {

std::string line_of(const model::Advisory& row) {
  std::string fixed = "-";
  for (const model::VersionRange& range : row.ranges) {
    if (!range.fixed.empty()) fixed = range.fixed;
  }
  return format("{} {} {} {} {}", row.ecosystem, row.package, row.vulnerability_id, model::state_name(row.state), fixed);
}

}  // namespace

void CollectingSink::epss(std::string_view cve, double score, double percentile) {
  others.push_back(format("epss {} {} {}", cve, score, percentile));
}

void CollectingSink::kev(std::string_view cve, model::KnownExploited entry) {
  others.push_back(format("kev {} {} {}{}", cve, entry.date_added, entry.due_date, entry.ransomware ? " ransomware" : ""));
}

std::string CollectingSink::rendered() const {
  std::vector<std::string> lines = others;
  for (const auto* list : {&rows, &rows_if_absent}) {
    for (const model::Advisory& row : *list) lines.push_back(line_of(row));
  }
  std::sort(lines.begin(), lines.end());
  return base::join(lines, "; ");
}

}  // namespace batten::advisory
