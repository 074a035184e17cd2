// SPDX-License-Identifier: Apache-2.0
#include "model/base_image.h"

#include <algorithm>
#include <array>
#include <set>
#include <tuple>
#include <utility>

#include "model/report.h"
#include "model/summary.h"

namespace batten::model {
namespace {

constexpr std::array<std::string_view, 6> kNames = {"given", "annotation", "label", "engine", "dockerfile", "history"};
constexpr std::array<std::string_view, 6> kTexts = {"as given; its layers are the lowest of the image",
                                                    "named by the manifest; its layers are the lowest of the image",
                                                    "named by a label; its layers are the lowest of the image",
                                                    "the local engine has it; its layers are the lowest of the image",
                                                    "the Dockerfile builds from it",
                                                    "a guess by the history"};

using PackageKey = std::tuple<std::string_view, std::string_view, std::string_view>;  // type, name, architecture
using FindingKey = std::pair<std::string_view, PackageKey>;

PackageKey key_of(const Package& package) { return {package.type, package.name, package.arch}; }

FindingKey key_of(const Report& report, const Finding& finding) { return {finding.id, key_of(report.packages[finding.package_index])}; }

}  // namespace

std::string_view evidence_name(BaseEvidence evidence) { return kNames[static_cast<std::size_t>(evidence)]; }
std::string_view evidence_text(BaseEvidence evidence) { return kTexts[static_cast<std::size_t>(evidence)]; }

LayerOwner owner_of(const Report& report, const Package& package) {
  int layer = package.location.layer_index;
  if (!report.base_image || layer < 0) return LayerOwner::kUnknown;
  return static_cast<std::size_t>(layer) < report.base_image->layers ? LayerOwner::kBase : LayerOwner::kOwn;
}

LayerOwner owner_of(const Report& report, const Finding& finding) { return owner_of(report, report.packages[finding.package_index]); }

LayerOwner certain_owner_of(const Report& report, const Finding& finding) {
  return report.base_image && report.base_image->certain() ? owner_of(report, finding) : LayerOwner::kUnknown;
}

BaseSummary summarise_base(const Report& report) {
  BaseSummary out;
  for (const Finding& finding : report.findings) {
    if (!counts(finding)) continue;
    switch (owner_of(report, finding)) {
      case LayerOwner::kUnknown: ++out.unknown; break;
      case LayerOwner::kOwn: ++out.own; break;
      case LayerOwner::kBase:
        ++out.base;
        if (finding.state == State::kFixed) ++out.base_fixable;
        break;
    }
  }
  return out;
}

BaseCandidate compare_base(const Report& report, const Report& scanned) {
  BaseCandidate out;
  out.packages = scanned.packages.size();
  std::set<FindingKey> there;
  for (const Finding& finding : scanned.findings) {
    if (counts(finding)) there.insert(key_of(scanned, finding));
  }
  std::set<FindingKey> known;
  for (std::size_t i = 0; i < report.findings.size(); ++i) {
    const Finding& finding = report.findings[i];
    FindingKey key = key_of(report, finding);
    // What somebody has decided on is not new either.
    if (counts(finding) || !finding.suppressed_by.empty()) known.insert(key);
    if (!counts(finding) || owner_of(report, finding) != LayerOwner::kBase) continue;
    (there.contains(key) ? out.stays : out.removes).push_back(i);
  }
  std::set<PackageKey> own;
  for (const Package& package : report.packages) {
    if (owner_of(report, package) == LayerOwner::kOwn) own.insert(key_of(package));
  }
  for (const Finding& finding : scanned.findings) {
    const Package& package = scanned.packages[finding.package_index];
    if (!counts(finding) || known.contains(key_of(scanned, finding)) || own.contains(key_of(package))) continue;
    out.adds.push_back({finding.id, package.name, package.version, finding.fixed_version, finding.severity, finding.state});
  }
  return out;
}

}  // namespace batten::model
