// SPDX-License-Identifier: Apache-2.0
#include "report/summary.h"

#include <algorithm>
#include <map>
#include <set>
#include <string_view>
#include <tuple>

#include "base/format.h"
#include "report/style.h"

namespace batten::report {

bool counts(const model::Finding& finding) { return finding.suppressed_by.empty() && finding.state != model::State::kNotAffected; }

Summary summarise(const model::Report& report) {
  Summary out;
  std::set<std::string_view> ids;
  for (const model::Finding& finding : report.findings) {
    if (!finding.suppressed_by.empty()) {
      ++out.suppressed;
      continue;
    }
    ++out.by_state[static_cast<std::size_t>(finding.state)];
    if (finding.state == model::State::kNotAffected) {
      ++out.not_affected;
      continue;
    }
    ++out.counted;
    ids.insert(finding.id);
    ++out.by_severity[static_cast<std::size_t>(finding.severity)];
    if (finding.state == model::State::kFixed) ++out.fixable;
    if (finding.kev) ++out.exploited;
  }
  out.vulnerabilities = ids.size();
  for (const base::Note& note : report.notes) {
    if (note.kind == base::Note::Kind::kSkipped) ++out.skipped;
  }
  // EPSS and KEV only add to what others found; a repository knows updates, not vulnerabilities.
  out.has_feed = std::any_of(report.feeds.begin(), report.feeds.end(), [](const model::FeedInfo& feed) {
    return feed.problem.empty() && feed.name != "kev" && feed.name != "epss" && feed.name != "repository";
  });
  return out;
}

std::string severity_counts(const std::array<std::size_t, 6>& by_severity) {
  std::string out;
  for (std::size_t severity = by_severity.size(); severity > 0; --severity) {
    if (by_severity[severity - 1] == 0) continue;
    if (!out.empty()) out += ", ";
    out += format("{} {}", by_severity[severity - 1], model::severity_name(static_cast<model::Severity>(severity - 1)));
  }
  return out;
}

const std::string& compared_version(const model::Report& report, const model::Finding& finding) {
  return finding.explanation.installed.empty() ? report.packages[finding.package_index].version : finding.explanation.installed;
}

const std::string& source_of(const model::Package& package) { return package.source_name.empty() ? package.name : package.source_name; }

model::Severity Update::worst() const {
  for (std::size_t severity = by_severity.size(); severity > 0; --severity) {
    if (by_severity[severity - 1] > 0) return static_cast<model::Severity>(severity - 1);
  }
  return model::Severity::kUnknown;
}

std::vector<Update> updates(const model::Report& report, VersionOrder order) {
  std::map<std::pair<std::string_view, std::string_view>, Update> groups;
  for (const model::Finding& finding : report.findings) {
    if (finding.state != model::State::kFixed || !counts(finding) || finding.fixed_version.empty()) continue;
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

std::string distro_text(const model::Distro& distro) {
  if (!distro.pretty_name.empty()) return distro.pretty_name;
  if (!distro.known()) return "unknown distribution";
  return distro.version_id.empty() ? distro.id : distro.id + " " + distro.version_id;
}

std::string layer_text(const model::Report& report, const model::Package& package) {
  int index = package.location.layer_index;
  if (index < 0 || static_cast<std::size_t>(index) >= report.layers.size()) return "";
  const model::LayerInfo& layer = report.layers[static_cast<std::size_t>(index)];
  return one_line(layer.diff_id.short_text() + " " + layer.created_by);
}

}  // namespace batten::report
