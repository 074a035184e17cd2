// SPDX-License-Identifier: Apache-2.0
#include "match/merge.h"

#include <algorithm>
#include <string_view>
#include <unordered_map>

namespace batten::match {
namespace {

using model::Finding;
using model::State;

bool is_cve(std::string_view id) { return id.starts_with("CVE-"); }

void absorb(Finding& into, Finding& other) {
  auto add = [&](const std::string& id) {
    if (id == into.id || std::find(into.aliases.begin(), into.aliases.end(), id) != into.aliases.end()) return;
    into.aliases.push_back(id);
  };
  add(other.id);
  // An erratum's aliases are all the vulnerabilities that it is about: they are not names of this one.
  for (const std::string& id : other.aliases) {
    if (!is_cve(id)) add(id);
  }
  if (into.severity == model::Severity::kUnknown) {
    into.severity = other.severity;
    into.severity_source = other.severity_source;
  }
  // Where two records of one vulnerability differ, a function that is there counts.
  if (into.reached == model::Reached::kUnknown || other.reached == model::Reached::kPresent) {
    into.reached = other.reached;
    into.explanation.functions = other.explanation.functions;
  }
  if (into.title.empty()) into.title = std::move(other.title);
  if (into.description.empty()) into.description = std::move(other.description);
  if (into.state != State::kFixed && other.state == State::kFixed) {
    into.state = other.state;
    into.fixed_version = std::move(other.fixed_version);
    other.explanation.functions = std::move(into.explanation.functions);
    into.explanation = std::move(other.explanation);
  }
}

}  // namespace

void merge_aliases(std::vector<Finding>& findings) {
  bool all_cves = std::all_of(findings.begin(), findings.end(), [](const Finding& finding) { return is_cve(finding.id); });
  if (all_cves || findings.size() < 2) return;
  std::stable_partition(findings.begin(), findings.end(), [](const Finding& finding) { return is_cve(finding.id); });
  std::unordered_map<std::string, std::size_t> by_name;  // ids and aliases of those that stay
  std::vector<Finding> kept;
  kept.reserve(findings.size());
  for (Finding& finding : findings) {
    bool counts = finding.state != State::kNotAffected;
    std::size_t target = kept.size();
    auto look = [&](const std::string& name) {
      auto at = by_name.find(name);
      if (target == kept.size() && at != by_name.end()) target = at->second;
    };
    if (counts && !is_cve(finding.id)) {
      look(finding.id);
      for (const std::string& alias : finding.aliases) look(alias);
    }
    if (target < kept.size()) {
      absorb(kept[target], finding);
      by_name.try_emplace(finding.id, target);
      continue;
    }
    if (counts) {
      by_name.try_emplace(finding.id, kept.size());
      for (const std::string& alias : finding.aliases) {
        if (!is_cve(alias)) by_name.try_emplace(alias, kept.size());
      }
    }
    kept.push_back(std::move(finding));
  }
  findings = std::move(kept);
}

}  // namespace batten::match
