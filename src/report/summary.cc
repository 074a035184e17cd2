// SPDX-License-Identifier: Apache-2.0
#include "report/summary.h"

#include <algorithm>
#include <map>

#include "base/text.h"

namespace batten::report {

Summary summarise(const model::Report& report) {
  Summary out;
  for (const model::Finding& finding : report.findings) {
    if (!finding.suppressed_by.empty()) {
      ++out.suppressed;
      continue;
    }
    ++out.counted;
    ++out.by_severity[static_cast<std::size_t>(finding.severity)];
    if (finding.state == model::State::kFixed) ++out.fixable;
    if (finding.kev) ++out.exploited;
  }
  for (const base::Note& note : report.notes) {
    if (note.kind == base::Note::Kind::kSkipped) ++out.skipped;
  }
  return out;
}

std::vector<Update> updates(const model::Report& report) {
  struct Group {
    Update update;
    std::map<std::string, std::size_t> versions;
  };
  std::map<std::pair<std::string, std::string>, Group> groups;  // by source package: its binaries are updated together
  for (const model::Finding& finding : report.findings) {
    if (finding.state != model::State::kFixed || !finding.suppressed_by.empty()) continue;
    const model::Package& package = report.packages[finding.package_index];
    const std::string& name = package.source_name.empty() ? package.name : package.source_name;
    const std::string& installed = package.source_version.empty() ? package.version : package.source_version;
    Group& group = groups[{name, installed}];
    group.update.package = name;
    group.update.installed = installed;
    ++group.update.removes;
    group.update.worst = std::max(group.update.worst, finding.severity);
    ++group.versions[finding.fixed_version];
  }
  std::vector<Update> out;
  for (auto& [key, group] : groups) {
    // Without the scheme here, the version that most findings name stands for the update; "and newer" is implied.
    auto most =
        std::max_element(group.versions.begin(), group.versions.end(), [](const auto& a, const auto& b) { return a.second < b.second; });
    group.update.fixed = most->first;
    out.push_back(std::move(group.update));
  }
  std::sort(out.begin(), out.end(), [](const Update& a, const Update& b) {
    return std::tuple(-static_cast<int>(a.worst), b.removes, a.package) < std::tuple(-static_cast<int>(b.worst), a.removes, b.package);
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
  std::string out = layer.diff_id.short_text();
  if (!layer.created_by.empty()) {
    if (!out.empty()) out.push_back(' ');
    for (std::string_view word : base::words(layer.created_by)) {
      if (!out.empty() && !out.ends_with(' ')) out.push_back(' ');
      out += word;
    }
  }
  return out;
}

}  // namespace batten::report
