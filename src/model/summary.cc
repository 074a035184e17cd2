// SPDX-License-Identifier: Apache-2.0
#include "model/summary.h"

#include <algorithm>
#include <map>
#include <set>
#include <string_view>
#include <tuple>

#include "base/format.h"

namespace batten::model {

bool counts(const Finding& finding) { return finding.suppressed_by.empty() && finding.state != State::kNotAffected; }

Summary summarise(const Report& report) {
  Summary out;
  std::set<std::string_view> ids;
  for (const Finding& finding : report.findings) {
    if (!finding.suppressed_by.empty()) {
      ++out.suppressed;
      continue;
    }
    ++out.by_state[static_cast<std::size_t>(finding.state)];
    if (finding.state == State::kNotAffected) {
      ++out.not_affected;
      continue;
    }
    ++out.counted;
    ids.insert(finding.id);
    ++out.by_severity[static_cast<std::size_t>(finding.severity)];
    if (finding.state == State::kFixed) ++out.fixable;
    if (finding.kev) ++out.exploited;
  }
  out.vulnerabilities = ids.size();
  for (const base::Note& note : report.notes) {
    if (note.kind == base::Note::Kind::kSkipped) ++out.skipped;
  }
  // EPSS and KEV only add to what others found; a repository knows updates, not vulnerabilities.
  out.has_feed = std::any_of(report.feeds.begin(), report.feeds.end(), [](const FeedInfo& feed) {
    return feed.problem.empty() && feed.name != "kev" && feed.name != "epss" && feed.name != "repository";
  });
  return out;
}

std::string severity_counts(const std::array<std::size_t, 6>& by_severity) {
  std::string out;
  for (std::size_t severity = by_severity.size(); severity > 0; --severity) {
    if (by_severity[severity - 1] == 0) continue;
    if (!out.empty()) out += ", ";
    out += format("{} {}", by_severity[severity - 1], severity_name(static_cast<Severity>(severity - 1)));
  }
  return out;
}

const std::string& compared_version(const Report& report, const Finding& finding) {
  return finding.explanation.installed.empty() ? report.packages[finding.package_index].version : finding.explanation.installed;
}

const std::string& source_of(const Package& package) { return package.source_name.empty() ? package.name : package.source_name; }

Severity Update::worst() const {
  for (std::size_t severity = by_severity.size(); severity > 0; --severity) {
    if (by_severity[severity - 1] > 0) return static_cast<Severity>(severity - 1);
  }
  return Severity::kUnknown;
}

std::vector<Update> updates(const Report& report, VersionOrder order) {
  std::map<std::pair<std::string_view, std::string_view>, Update> groups;
  for (const Finding& finding : report.findings) {
    if (finding.state != State::kFixed || !counts(finding) || finding.fixed_version.empty()) continue;
    const std::string& name = source_of(report.packages[finding.package_index]);
    const std::string& installed = compared_version(report, finding);
    Update& update = groups[{name, installed}];
    update.package = name;
    update.installed = installed;
    ++update.removes;
    update.exploited += finding.kev ? 1 : 0;
    ++update.by_severity[static_cast<std::size_t>(finding.severity)];
    bool listed = std::find(update.fixed.begin(), update.fixed.end(), finding.fixed_version) != update.fixed.end();
    if (listed) continue;
    if (order == nullptr || update.fixed.empty()) {
      update.fixed.push_back(finding.fixed_version);
    } else if (order(finding.explanation.scheme, update.fixed[0], finding.fixed_version) < 0) {
      update.fixed[0] = finding.fixed_version;
    }
  }
  std::vector<Update> out;
  for (auto& [key, update] : groups) {
    std::sort(update.fixed.begin(), update.fixed.end());
    out.push_back(std::move(update));
  }
  std::sort(out.begin(), out.end(), [](const Update& a, const Update& b) {
    return std::tuple(b.exploited > 0, b.worst(), b.removes, std::string_view(a.package), std::string_view(a.installed)) <
           std::tuple(a.exploited > 0, a.worst(), a.removes, std::string_view(b.package), std::string_view(b.installed));
  });
  return out;
}

}  // namespace batten::model
