// SPDX-License-Identifier: Apache-2.0
//
// SARIF 2.1.0 (OASIS), as code scanning services read it: a rule per vulnerability, a result per finding.
#include <algorithm>
#include <map>
#include <string>

#include "base/format.h"
#include "base/hash.h"
#include "base/json.h"
#include "report/format.h"
#include "report/summary.h"

namespace batten::report::formats {
namespace {

using json::Writer;
using model::Finding;
using model::Severity;

std::string_view level(Severity severity) {
  switch (severity) {
    case Severity::kCritical:
    case Severity::kHigh: return "error";
    case Severity::kMedium: return "warning";
    case Severity::kLow:
    case Severity::kNegligible:
    case Severity::kUnknown: break;
  }
  return "note";
}

// What services sort by: a CVSS score where there is one, else the middle of the level's band.
std::string security_severity(const Finding& finding) {
  double best = 0;
  for (const model::Cvss& cvss : finding.cvss) best = std::max(best, cvss.score);
  if (best == 0) {
    switch (finding.severity) {
      case Severity::kCritical: best = 9.5; break;
      case Severity::kHigh: best = 8.0; break;
      case Severity::kMedium: best = 5.5; break;
      case Severity::kLow: best = 2.0; break;
      case Severity::kNegligible:
      case Severity::kUnknown: break;
    }
  }
  return format("{:.1f}", best);
}

std::string short_text(const Finding& finding) {
  std::string text = finding.title.empty() ? finding.description.substr(0, 200) : finding.title;
  return text.empty() ? finding.id : text;
}

void write_rule(Writer& out, const Finding& finding) {
  out.begin_object().member("id", finding.id);
  out.key("shortDescription").begin_object().member("text", short_text(finding)).end_object();
  out.key("fullDescription")
      .begin_object()
      .member("text", finding.description.empty() ? short_text(finding) : finding.description.substr(0, 1000))
      .end_object();
  if (!finding.references.empty() && finding.references.front().starts_with("http")) out.member("helpUri", finding.references.front());
  out.key("help").begin_object();
  out.member("text", format("{}\n\nSeverity: {}{}", short_text(finding), model::severity_name(finding.severity),
                            finding.severity_source.empty() ? "" : " (" + finding.severity_source + ")"));
  out.end_object();
  out.key("properties").begin_object().member("security-severity", security_severity(finding));
  out.key("tags").begin_array().value("vulnerability").value("security").end_array().end_object();
  out.key("defaultConfiguration").begin_object().member("level", level(finding.severity)).end_object();
  out.end_object();
}

void write_result(Writer& out, const model::Report& report, const Finding& finding, std::size_t rule_index) {
  const model::Package& package = report.packages[finding.package_index];
  std::string message = format("{} {} has {} ({}, {})", package.name, package.version, finding.id, model::severity_name(finding.severity),
                               model::state_name(finding.state));
  if (!finding.fixed_version.empty()) message += ": fixed in " + finding.fixed_version;
  std::string path = package.location.path.empty() ? "image" : package.location.path;
  out.begin_object()
      .member("ruleId", finding.id)
      .member("ruleIndex", static_cast<std::uint64_t>(rule_index))
      .member("level", level(finding.severity));
  out.key("message").begin_object().member("text", message).end_object();
  out.key("locations").begin_array().begin_object();
  out.key("physicalLocation").begin_object();
  out.key("artifactLocation").begin_object().member("uri", path).member("uriBaseId", "ROOTPATH").end_object();
  out.key("region").begin_object().member("startLine", 1).end_object();
  out.end_object();
  out.key("logicalLocations")
      .begin_array()
      .begin_object()
      .member("name", package.name)
      .member_if("fullyQualifiedName", package.purl)
      .member("kind", "package")
      .end_object()
      .end_array();
  out.end_object().end_array();
  // The same finding in the next build of the image is the same: no version, no digest in it.
  out.key("partialFingerprints").begin_object();
  out.member("batten/v1", base::sha256_hex(finding.id + '\0' + package.type + '\0' + package.name + '\0' + package.arch + '\0' + path))
      .end_object();
  if (!finding.suppressed_by.empty()) {
    out.key("suppressions")
        .begin_array()
        .begin_object()
        .member("kind", "external")
        .member("justification", finding.suppressed_by)
        .end_object()
        .end_array();
  }
  out.end_object();
}

std::string write(const model::Report& report, const Options&) {
  std::map<std::string, std::size_t> rules;
  std::vector<const Finding*> first_of_rule;
  for (const Finding& finding : report.findings) {
    if (rules.emplace(finding.id, first_of_rule.size()).second) first_of_rule.push_back(&finding);
  }
  Writer out;
  out.begin_object();
  out.member("$schema", "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json")
      .member("version", "2.1.0");
  out.key("runs").begin_array().begin_object();
  out.key("tool").begin_object().key("driver").begin_object();
  out.member("name", "Batten").member("semanticVersion", "0.1.0");
  out.key("rules").begin_array();
  for (const Finding* finding : first_of_rule) write_rule(out, *finding);
  out.end_array().end_object().end_object();
  out.key("originalUriBaseIds").begin_object().key("ROOTPATH").begin_object().member("uri", "file:///").end_object().end_object();
  out.key("results").begin_array();
  for (const Finding& finding : report.findings) write_result(out, report, finding, rules[finding.id]);
  out.end_array();
  out.key("invocations").begin_array().begin_object();
  out.member("executionSuccessful", true);
  out.key("toolExecutionNotifications").begin_array();
  for (const base::Note& note : report.notes) {
    if (note.kind == base::Note::Kind::kInfo) continue;
    out.begin_object().member("level", note.kind == base::Note::Kind::kSkipped ? "error" : "warning");
    out.key("message")
        .begin_object()
        .member("text", note.where.empty() ? note.message : note.where + ": " + note.message)
        .end_object()
        .end_object();
  }
  out.end_array().end_object().end_array();
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
