// SPDX-License-Identifier: Apache-2.0
#include "report/bom_vulnerabilities.h"

#include <map>
#include <set>
#include <tuple>

#include "base/format.h"
#include "base/time.h"
#include "report/web_address.h"

namespace batten::report {
namespace {

using model::Finding;
using model::Severity;
using model::State;

// CycloneDX has no "negligible".
std::string severity_word(Severity severity) {
  return std::string(severity == Severity::kNegligible ? "info" : model::severity_name(severity));
}

std::string method_of(const model::Cvss& cvss) {
  if (cvss.version == "2.0") return "CVSSv2";
  if (cvss.version == "3.0") return "CVSSv3";
  if (cvss.version == "3.1") return "CVSSv31";
  return cvss.version.starts_with("4") ? "CVSSv4" : "other";
}

std::vector<BomRating> ratings_of(const Finding& finding) {
  std::vector<BomRating> out;
  // The first is the one that counts here; a score that it was made from follows with the rest.
  out.push_back({finding.severity_source, severity_word(finding.severity), "other", "", std::nullopt});
  for (const model::Cvss& cvss : finding.cvss) {
    BomRating& rating = out.emplace_back(BomRating{cvss.source, "", method_of(cvss), cvss.vector, std::nullopt});
    if (cvss.score > 0) rating.score = cvss.score;
  }
  return out;
}

std::string_view affected_status(State state) {
  if (state == State::kNotAffected) return "unaffected";
  return state == State::kUnderInvestigation ? "unknown" : "affected";
}

void analyse(const Finding& finding, BomVulnerability& out) {
  if (finding.state == State::kNotAffected) out.analysis_state = "not_affected";
  if (finding.state == State::kUnderInvestigation) out.analysis_state = "in_triage";
  if (finding.state == State::kWontFix || finding.state == State::kEndOfLife) out.analysis_response = "will_not_fix";
  if (finding.state == State::kFixed) out.analysis_response = "update";
  out.analysis_detail = finding.explanation.note;
  // Who leaves a finding out may have any reason: it does not say that the package is not affected.
  if (!finding.suppressed_by.empty()) out.analysis_detail = "suppressed: " + finding.suppressed_by;
}

void add_properties(const Finding& finding, std::vector<BomProperty>& out) {
  out.push_back({"batten:state", std::string(model::state_name(finding.state))});
  out.push_back({"batten:severity", std::string(model::severity_name(finding.severity))});
  if (!finding.fixed_version.empty()) out.push_back({"batten:fixed_version", finding.fixed_version});
  if (!finding.suppressed_by.empty()) out.push_back({"batten:suppressed_by", finding.suppressed_by});
  if (finding.epss) {
    out.push_back({"batten:epss", format("{}", finding.epss->score)});
    out.push_back({"batten:epss_percentile", format("{}", finding.epss->percentile)});
  }
  if (finding.kev) {
    out.push_back({"batten:kev", finding.kev->date_added.empty() ? "yes" : finding.kev->date_added});
    if (!finding.kev->due_date.empty()) out.push_back({"batten:kev_due", finding.kev->due_date});
    if (finding.kev->ransomware) out.push_back({"batten:kev_ransomware", "yes"});
  }
}

BomVulnerability vulnerability_of(const Finding& finding) {
  BomVulnerability out;
  out.id = finding.id;
  out.source = finding.explanation.feed;
  out.title = finding.title;
  out.description = finding.description.empty() ? finding.title : finding.description;
  if (auto published = base::parse_time(finding.published)) out.published = base::format_time(*published);
  out.ratings = ratings_of(finding);
  for (const std::string& alias : finding.aliases) {
    if (alias != finding.id) out.aliases.push_back(alias);
  }
  for (const std::string& address : finding.references) {
    if (is_web_address(address)) out.advisories.push_back(address);
  }
  analyse(finding, out);
  add_properties(finding, out.properties);
  return out;
}

}  // namespace

std::vector<BomVulnerability> bom_vulnerabilities(const model::Report& report, const std::vector<BomComponent>& components) {
  std::vector<BomVulnerability> out;
  std::vector<std::set<std::string>> upgrades;
  using Key = std::tuple<std::string, std::string, State, Severity, std::string, std::string, std::string>;
  std::map<Key, std::size_t> places;
  for (const Finding& finding : report.findings) {
    if (finding.package_index >= components.size()) continue;
    const BomComponent& component = components[finding.package_index];
    Key key{finding.id,
            finding.explanation.feed,
            finding.state,
            finding.severity,
            finding.fixed_version,
            finding.suppressed_by,
            finding.explanation.note};
    auto [at, is_new] = places.emplace(std::move(key), out.size());
    if (is_new) {
      out.push_back(vulnerability_of(finding));
      upgrades.emplace_back();
    }
    out[at->second].affects.push_back({component.reference, component.version, affected_status(finding.state)});
    if (finding.state == State::kFixed && !finding.fixed_version.empty()) {
      // Feeds that compare source packages name their version.
      upgrades[at->second].insert(finding.explanation.matched_name.empty() ? component.name : finding.explanation.matched_name);
    }
  }
  for (std::size_t i = 0; i < out.size(); ++i) {
    std::string names;
    for (const std::string& name : upgrades[i]) names += (names.empty() ? "" : ", ") + name;
    for (const BomProperty& property : out[i].properties) {
      if (property.name == "batten:fixed_version" && !names.empty())
        out[i].recommendation = format("upgrade {} to {}", names, property.value);
    }
  }
  return out;
}

}  // namespace batten::report
