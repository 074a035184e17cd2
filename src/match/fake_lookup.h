// SPDX-License-Identifier: Apache-2.0
//
// An advisory database in memory and small inventories, for tests.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "match/match.h"

namespace batten::match::fake {

using model::Advisory;
using model::State;

class Table final : public AdvisoryLookup {
 public:
  void add(const std::string& feed, Advisory row) { rows_[feed].push_back(std::move(row)); }
  std::map<std::string, model::Vulnerability> details;
  std::map<std::string, model::Epss> scores;
  std::map<std::string, model::KnownExploited> exploited;

  bool has(std::string_view feed) const override { return rows_.contains(std::string(feed)) || feed == "kev" || feed == "epss"; }
  bool has_ecosystem(std::string_view feed, std::string_view ecosystem) const override {
    auto at = rows_.find(std::string(feed));
    if (at == rows_.end()) return false;
    for (const Advisory& row : at->second) {
      if (row.ecosystem == ecosystem) return true;
    }
    return false;
  }
  Result<std::vector<Advisory>> advisories(std::string_view feed, std::string_view ecosystem, std::string_view package) const override {
    std::vector<Advisory> out;
    for (const Advisory& row : rows_.at(std::string(feed))) {
      if (row.ecosystem == ecosystem && row.package == package) out.push_back(row);
    }
    return out;
  }
  std::optional<model::Vulnerability> vulnerability(std::string_view, std::string_view id) const override {
    auto at = details.find(std::string(id));
    if (at == details.end()) return std::nullopt;
    return at->second;
  }
  std::optional<model::Epss> epss(std::string_view cve) const override {
    auto at = scores.find(std::string(cve));
    if (at == scores.end()) return std::nullopt;
    return at->second;
  }
  std::optional<model::KnownExploited> kev(std::string_view cve) const override {
    auto at = exploited.find(std::string(cve));
    if (at == exploited.end()) return std::nullopt;
    return at->second;
  }
  model::FeedInfo info(std::string_view feed) const override { return {std::string(feed), "2025-02-12", 1, ""}; }

 private:
  std::map<std::string, std::vector<Advisory>> rows_;
};

inline Advisory row(const std::string& ecosystem, const std::string& package, const std::string& id, const std::string& fixed,
                    State state = State::kFixed) {
  Advisory out;
  out.ecosystem = ecosystem;
  out.package = package;
  out.vulnerability_id = id;
  out.record_id = id;
  out.state = state;
  out.ranges = {{"", fixed, ""}};
  return out;
}

inline model::Inventory inventory(const std::string& id, const std::string& version, const std::string& type, const std::string& name,
                                  const std::string& package_version) {
  model::Inventory out;
  out.distro.id = id;
  out.distro.version_id = version;
  model::Package package;
  package.type = type;
  package.name = name;
  package.version = package_version;
  package.source_name = name;
  package.source_version = package_version;
  package.arch = type == "rpm" ? "x86_64" : "amd64";
  out.packages = {package};
  return out;
}

// "CVE-1 fixed 3.0.15-1" per finding, in order; the error's message when there is one.
inline std::vector<std::string> findings(const model::Inventory& what, const Table& table, const Options& options = {}) {
  auto outcome = match(what, table, options);
  if (!outcome) return {outcome.error().message};
  std::vector<std::string> out;
  for (const model::Finding& finding : outcome->findings) {
    out.push_back(finding.id + " " + std::string(model::state_name(finding.state)) + " " +
                  (finding.fixed_version.empty() ? "-" : finding.fixed_version));
  }
  return out;
}

}  // namespace batten::match::fake
