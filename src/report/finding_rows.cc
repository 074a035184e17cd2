// SPDX-License-Identifier: Apache-2.0
#include "report/finding_rows.h"

#include <algorithm>
#include <map>
#include <set>
#include <string_view>
#include <tuple>

#include "base/format.h"
#include "report/columns.h"
#include "report/summary.h"

namespace batten::report {
namespace {

using model::Finding;
using model::State;

Action action_of(const Finding& finding) {
  if (!finding.suppressed_by.empty()) return Action::kHidden;
  switch (finding.state) {
    case State::kFixed: return Action::kUpdate;
    case State::kAffected:
    case State::kUnderInvestigation: return Action::kWait;
    case State::kWontFix:
    case State::kDeferred:
    case State::kEndOfLife: return Action::kDecide;
    case State::kNotAffected: break;
  }
  return Action::kNone;
}

bool comes_before(const FindingRow& a, const FindingRow& b) {
  const Finding &left = *a.finding, &right = *b.finding;
  double left_epss = left.epss ? left.epss->score : -1, right_epss = right.epss ? right.epss->score : -1;
  auto rest = [](const FindingRow& row) {
    return std::tuple(std::string_view(row.finding->id), std::string_view(row.packages[0]->name), std::string_view(row.installed));
  };
  return std::tuple(a.action, right.severity, right.kev.has_value(), right_epss, rest(a)) <
         std::tuple(b.action, left.severity, left.kev.has_value(), left_epss, rest(b));
}

}  // namespace

bool hidden_by_default(const Finding& finding) {
  return !counts(finding) || (finding.severity == model::Severity::kNegligible && !finding.kev);
}

std::vector<FindingRow> finding_rows(const model::Report& report, bool all) {
  using Key = std::tuple<std::string_view, std::string_view, std::string_view, std::string_view, State, model::Severity, std::string_view>;
  std::map<Key, std::size_t> known;
  std::vector<FindingRow> out;
  for (const Finding& finding : report.findings) {
    if (!all && hidden_by_default(finding)) continue;
    const model::Package& package = report.packages[finding.package_index];
    const std::string& installed = compared_version(report, finding);
    Key key{finding.id, source_of(package), installed, finding.fixed_version, finding.state, finding.severity, finding.suppressed_by};
    auto [at, is_new] = known.emplace(key, out.size());
    if (is_new) out.push_back({.action = action_of(finding), .finding = &finding, .packages = {}, .installed = installed});
    out[at->second].packages.push_back(&package);
  }
  std::stable_sort(out.begin(), out.end(), comes_before);
  return out;
}

const char* action_title(Action action) {
  switch (action) {
    case Action::kUpdate: return "Fixed by an update";
    case Action::kWait: return "No fix yet";
    case Action::kDecide: return "No fix is coming soon: won't fix, deferred or end of life";
    case Action::kNone: return "Not affected";
    case Action::kHidden: break;
  }
  return "Hidden by ignore rules";
}

std::string package_text(const FindingRow& row, std::size_t width) {
  std::set<std::string_view> names;
  for (const model::Package* package : row.packages) names.insert(package->name);
  std::string out;
  for (std::string_view name : names) {
    if (!out.empty()) out += ", ";
    out += on_terminal(name);
  }
  if (names.size() == 1 || columns(out) <= width) return out;
  return format("{} ({})", on_terminal(source_of(*row.packages[0])), names.size());
}

std::string layer_numbers(const FindingRow& row) {
  std::set<int> layers;
  for (const model::Package* package : row.packages) {
    if (package->location.layer_index >= 0) layers.insert(package->location.layer_index + 1);
  }
  std::string out;
  for (int layer : layers) out += (out.empty() ? "" : ",") + std::to_string(layer);
  return out;
}

std::string layer_owners(const model::Report& report, const FindingRow& row) {
  bool base = false;
  std::set<int> own;
  for (const model::Package* package : row.packages) {
    model::LayerOwner owner = model::owner_of(report, *package);
    base = base || owner == model::LayerOwner::kBase;
    if (owner == model::LayerOwner::kOwn) own.insert(package->location.layer_index + 1);
  }
  std::string out = base ? "base" : "";
  for (int layer : own) out += format("{}{}", layer != *own.begin() ? "," : base ? ", own " : "own ", layer);
  return out;
}

}  // namespace batten::report
