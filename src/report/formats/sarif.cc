// SPDX-License-Identifier: Apache-2.0
//
// SARIF 2.1.0 (OASIS), as code scanning services read it: a rule per vulnerability, a result per finding, a notification per note.
#include <algorithm>
#include <map>
#include <string>

#include "base/format.h"
#include "base/json.h"
#include "report/base_text.h"
#include "report/fingerprints.h"
#include "report/format.h"
#include "report/sarif_text.h"
#include "report/style.h"
#include "report/summary.h"
#include "report/web_address.h"

namespace batten::report::formats {
namespace {

using json::Writer;
using model::Finding;

// GitHub refuses a file with more results, and shows the 5,000 most severe of them. Texts of rules are cut off at 1,024 there.
constexpr std::size_t kMaxResults = 25'000, kShownResults = 5'000, kMaxText = 1000;

std::string_view level(const Finding& finding) {
  return finding.state == model::State::kNotAffected ? "none" : sarif_level(finding.severity);
}

// A vendor who ranks lower than a general score knows more about his package.
std::string security_severity(const Finding& finding) {
  double best = 0;
  for (const model::Cvss& cvss : finding.cvss) best = std::max(best, cvss.score);
  return sarif_security_severity(finding.severity, best);
}

std::string short_text(const Finding& finding) {
  std::string text = one_line(beginning(finding.title.empty() ? finding.description : finding.title, 200));
  return text.empty() ? finding.id : text;
}

void write_rule(Writer& out, const Finding& finding) {
  out.begin_object().member("id", finding.id);
  sarif_message(out, "shortDescription", short_text(finding));
  sarif_message(out, "fullDescription", finding.description.empty() ? short_text(finding) : beginning(finding.description, kMaxText));
  auto link = std::find_if(finding.references.begin(), finding.references.end(), is_web_address);
  if (link != finding.references.end()) out.member("helpUri", *link);
  std::string help = format("{}\n\nSeverity: {}{}", short_text(finding), model::severity_name(finding.severity),
                            finding.severity_source.empty() ? "" : " (" + finding.severity_source + ")");
  if (finding.epss) help += format("\nEPSS: {:.2f}%", finding.epss->score * 100);
  if (finding.kev) help += format("\nKnown to be exploited (KEV) since {}", finding.kev->date_added);
  for (const std::string& reference : finding.references) help += "\n" + reference;
  sarif_message(out, "help", help);
  out.key("defaultConfiguration").begin_object().member("level", level(finding)).end_object();
  out.key("properties").begin_object().member_if("security-severity", security_severity(finding));
  out.key("tags").begin_array().value("security").value("vulnerability");
  if (finding.kev) out.value("known-exploited");
  out.end_array().end_object().end_object();
}

class Results {
 public:
  Results(Writer& out, const model::Report& report) : out_(out), report_(report) {}

  void write(const Finding& finding, std::size_t rule_index) {
    const model::Package& package = report_.packages[finding.package_index];
    std::string message = format("{} {} has {} ({}, {})", package.name, package.version, finding.id, model::severity_name(finding.severity),
                                 model::state_name(finding.state));
    if (!finding.fixed_version.empty()) message += ": fixed in " + finding.fixed_version;
    out_.begin_object().member("ruleId", finding.id).member("ruleIndex", static_cast<std::uint64_t>(rule_index));
    out_.member("kind", finding.state == model::State::kNotAffected ? "pass" : "fail").member("level", level(finding));
    sarif_message(out_, "message", message);
    location(package);
    fingerprints(finding);
    properties(finding, package);
    if (!finding.suppressed_by.empty()) {
      out_.key("suppressions").begin_array().begin_object();
      out_.member("kind", "external").member("justification", finding.suppressed_by).end_object().end_array();
    }
    out_.end_object();
  }

 private:
  void location(const model::Package& package) {
    out_.key("locations").begin_array().begin_object().key("physicalLocation").begin_object();
    out_.key("artifactLocation").begin_object();
    out_.member("uri", package.location.path.empty() ? "image" : sarif_path(package.location.path));
    out_.member("uriBaseId", "ROOTPATH").end_object();
    out_.key("region").begin_object().member("startLine", 1).end_object().end_object();
    out_.key("logicalLocations").begin_array().begin_object().member("name", package.name);
    out_.member_if("fullyQualifiedName", package.purl).member("kind", "package").end_object().end_array();
    out_.end_object().end_array();
  }

  // Services that know only the line hash would else take the findings of one vulnerability in two packages of one database for one.
  void fingerprints(const Finding& finding) {
    std::string hash = fingerprints_.next(report_, finding);
    out_.key("partialFingerprints").begin_object();
    out_.member("batten/v1", hash).member("primaryLocationLineHash", hash.substr(0, 16) + ":1").end_object();
  }

  void properties(const Finding& finding, const model::Package& package) {
    out_.key("properties").begin_object();
    out_.member("severity", model::severity_name(finding.severity)).member("state", model::state_name(finding.state));
    out_.member("package", package.name).member("installed", package.version).member_if("fixedVersion", finding.fixed_version);
    out_.member_if("layer", layer_text(report_, package))
        .member_if("from", from_text(report_, package))
        .member_if("record", finding.explanation.record_id);
    out_.member_if("feed", finding.explanation.feed).member_if("range", finding.explanation.range);
    out_.end_object();
  }

  Writer& out_;
  const model::Report& report_;
  Fingerprints fingerprints_;
};

void write_kind(Writer& out, const model::Leak& leak) {
  out.begin_object().member("id", leak.kind);
  sarif_message(out, "shortDescription", leak.title);
  sarif_message(out, "fullDescription", leak.title + " in an image: whoever can pull the image has it");
  sarif_message(out, "help", leak.repair);
  out.key("defaultConfiguration").begin_object().member("level", sarif_level(leak.severity)).end_object();
  out.key("properties").begin_object().member("security-severity", sarif_security_severity(leak.severity, 0));
  out.key("tags").begin_array().value("security").value("secret").end_array().end_object().end_object();
}

void write_leak_result(Writer& out, const model::Leak& leak, std::size_t rule_index) {
  const model::LeakPlace& place = leak.place;
  out.begin_object().member("ruleId", leak.kind).member("ruleIndex", static_cast<std::uint64_t>(rule_index));
  out.member("kind", "fail").member("level", sarif_level(leak.severity));
  bool in_file = place.where == model::LeakPlace::Where::kFile;
  sarif_message(out, "message",
                format("{} {} in {} {}{}", leak.title, leak.masked, model::leak_where_name(place.where), place.path,
                       place.removed ? ", removed by a later layer" : ""));
  out.key("locations").begin_array().begin_object().key("physicalLocation").begin_object().key("artifactLocation").begin_object();
  out.member("uri", in_file ? sarif_path(place.path) : "image").member("uriBaseId", "ROOTPATH").end_object();
  out.key("region").begin_object().member("startLine", std::uint64_t{std::max(1u, in_file ? place.line : 1u)}).end_object().end_object();
  out.end_object().end_array();
  out.key("partialFingerprints").begin_object().member("batten/v1", leak.fingerprint).end_object();
  if (!leak.suppressed_by.empty()) {
    out.key("suppressions").begin_array().begin_object();
    out.member("kind", "inSource").member("justification", leak.suppressed_by).end_object().end_array();
  }
  out.end_object();
}

// What services do with many results.
void write_limits(Writer& out, std::size_t results) {
  if (results > kMaxResults) {
    sarif_notification(out, "error", format("{} findings are left out: services refuse more than {}", results - kMaxResults, kMaxResults));
  } else if (results > kShownResults) {
    sarif_notification(out, "warning", format("{} findings: services may show the {} most severe ones only", results, kShownResults));
  }
}

std::string write(const model::Report& report, const Options&) {
  std::size_t count = std::min(report.findings.size(), kMaxResults);  // they are sorted, most severe first
  std::map<std::string_view, std::size_t> rules;
  std::vector<const Finding*> first_of_rule;
  for (std::size_t i = 0; i < count; ++i) {
    const Finding& finding = report.findings[i];
    if (rules.emplace(finding.id, first_of_rule.size()).second) first_of_rule.push_back(&finding);
  }
  Writer out;
  sarif_begin(out);
  out.key("rules").begin_array();
  for (const Finding* finding : first_of_rule) write_rule(out, *finding);
  std::map<std::string_view, std::size_t> kinds;
  for (const model::Leak& leak : report.leaks) {
    if (kinds.emplace(leak.kind, first_of_rule.size() + kinds.size()).second) write_kind(out, leak);
  }
  out.end_array().end_object().end_object();
  out.key("originalUriBaseIds").begin_object().key("ROOTPATH").begin_object().member("uri", "file:///").end_object().end_object();
  out.key("results").begin_array();
  Results results(out, report);
  for (std::size_t i = 0; i < count; ++i) results.write(report.findings[i], rules[report.findings[i].id]);
  for (const model::Leak& leak : report.leaks) write_leak_result(out, leak, kinds[leak.kind]);
  out.end_array();
  sarif_invocation(out, report.notes, write_limits, report.findings.size());
  out.key("properties").begin_object().member("image", report.source.name).member("distribution", distro_text(report.distro)).end_object();
  out.end_object().end_array().end_object();
  return out.take();
}

constexpr FormatExample kExamples[] = {{"\"version\": \"2.1.0\""}, {"\"ruleId\": \"CVE-2024-5535\""}, {"toolExecutionNotifications"}};

}  // namespace

extern constinit const Format sarif;
constinit const Format sarif{
    .name = "sarif",
    .summary = "SARIF 2.1.0, for code scanning services",
    .media_type = "application/sarif+json",
    .write = write,
    .examples = kExamples,
};

}  // namespace batten::report::formats
