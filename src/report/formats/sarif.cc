// SPDX-License-Identifier: Apache-2.0
//
// SARIF 2.1.0 (OASIS), as code scanning services read it: a rule per vulnerability, a result per finding, a notification per note.
#include <algorithm>
#include <map>
#include <string>

#include "base/format.h"
#include "base/json.h"
#include "report/fingerprints.h"
#include "report/format.h"
#include "report/program.h"
#include "report/style.h"
#include "report/summary.h"
#include "report/web_address.h"

namespace batten::report::formats {
namespace {

using json::Writer;
using model::Finding;
using model::Severity;

// GitHub refuses a file with more results, and shows the 5,000 most severe of them. Texts of rules are cut off at 1,024 there.
constexpr std::size_t kMaxResults = 25'000, kShownResults = 5'000, kMaxText = 1000, kMaxNotifications = 1000;

std::string_view level(const Finding& finding) {
  if (finding.state == model::State::kNotAffected) return "none";
  switch (finding.severity) {
    case Severity::kCritical:
    case Severity::kHigh: return "error";
    case Severity::kMedium: return "warning";
    case Severity::kLow:
    case Severity::kNegligible:
    case Severity::kUnknown: break;
  }
  return "note";
}

// What services sort by: a number of CVSS's bands. The highest score counts as far as it stays in the band of the finding's severity: a
// vendor who ranks lower than a general score knows more about his package.
std::string security_severity(const Finding& finding) {
  double best = 0;
  for (const model::Cvss& cvss : finding.cvss) best = std::max(best, cvss.score);
  double low = 0, high = 0;
  switch (finding.severity) {
    case Severity::kCritical: low = 9.0, high = 10.0; break;
    case Severity::kHigh: low = 7.0, high = 8.9; break;
    case Severity::kMedium: low = 4.0, high = 6.9; break;
    case Severity::kLow: low = 1.0, high = 3.9; break;
    case Severity::kNegligible: low = 0.1, high = 0.9; break;
    case Severity::kUnknown: return "";
  }
  return format("{:.1f}", best == 0 ? (low + high) / 2 : std::clamp(best, low, high));
}

std::string short_text(const Finding& finding) {
  std::string text = one_line(beginning(finding.title.empty() ? finding.description : finding.title, 200));
  return text.empty() ? finding.id : text;
}

// RFC 3986: what is not unreserved or a slash is written as %XX.
std::string uri_path(std::string_view path) {
  std::string out;
  for (char c : path) {
    bool plain = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
                 std::string_view("/-._~+,=@").find(c) != std::string_view::npos;
    if (plain) {
      out.push_back(c);
    } else {
      out += format("%{:02X}", static_cast<unsigned char>(c));
    }
  }
  return out;
}

void write_text(Writer& out, std::string_view name, std::string_view text) {
  out.key(name).begin_object().member("text", text).end_object();
}

void write_rule(Writer& out, const Finding& finding) {
  out.begin_object().member("id", finding.id);
  write_text(out, "shortDescription", short_text(finding));
  write_text(out, "fullDescription", finding.description.empty() ? short_text(finding) : beginning(finding.description, kMaxText));
  auto link = std::find_if(finding.references.begin(), finding.references.end(), is_web_address);
  if (link != finding.references.end()) out.member("helpUri", *link);
  std::string help = format("{}\n\nSeverity: {}{}", short_text(finding), model::severity_name(finding.severity),
                            finding.severity_source.empty() ? "" : " (" + finding.severity_source + ")");
  if (finding.epss) help += format("\nEPSS: {:.2f}%", finding.epss->score * 100);
  if (finding.kev) help += format("\nKnown to be exploited (KEV) since {}", finding.kev->date_added);
  for (const std::string& reference : finding.references) help += "\n" + reference;
  write_text(out, "help", help);
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
    write_text(out_, "message", message);
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
    out_.member("uri", package.location.path.empty() ? "image" : uri_path(package.location.path));
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
    out_.member_if("layer", layer_text(report_, package)).member_if("record", finding.explanation.record_id);
    out_.member_if("feed", finding.explanation.feed).member_if("range", finding.explanation.range);
    out_.end_object();
  }

  Writer& out_;
  const model::Report& report_;
  Fingerprints fingerprints_;
};

void write_notification(Writer& out, std::string_view notification_level, std::string_view text) {
  out.begin_object().member("level", notification_level);
  write_text(out, "message", text);
  out.end_object();
}

void write_invocation(Writer& out, const model::Report& report) {
  out.key("invocations").begin_array().begin_object().member("executionSuccessful", true);
  out.key("toolExecutionNotifications").begin_array();
  std::size_t results = report.findings.size(), written = 0;
  if (results > kMaxResults) {
    write_notification(out, "error", format("{} findings are left out: services refuse more than {}", results - kMaxResults, kMaxResults));
  } else if (results > kShownResults) {
    write_notification(out, "warning", format("{} findings: services may show the {} most severe ones only", results, kShownResults));
  }
  for (const base::Note& note : report.notes) {
    if (note.kind == base::Note::Kind::kInfo) continue;
    if (++written > kMaxNotifications) {
      write_notification(out, "error", "more was not read than is listed here");
      break;
    }
    std::string text = note.where.empty() ? note.message : note.where + ": " + note.message;
    if (!note.hint.empty()) text += " (" + note.hint + ")";
    write_notification(out, note.kind == base::Note::Kind::kSkipped ? "error" : "warning", text);
  }
  out.end_array().end_object().end_array();
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
  out.begin_object();
  out.member("$schema", "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json");
  out.member("version", "2.1.0").key("runs").begin_array().begin_object();
  out.key("tool").begin_object().key("driver").begin_object().member("name", "Batten").member("semanticVersion", kProgramVersion);
  out.key("rules").begin_array();
  for (const Finding* finding : first_of_rule) write_rule(out, *finding);
  out.end_array().end_object().end_object();
  out.key("originalUriBaseIds").begin_object().key("ROOTPATH").begin_object().member("uri", "file:///").end_object().end_object();
  out.key("results").begin_array();
  Results results(out, report);
  for (std::size_t i = 0; i < count; ++i) results.write(report.findings[i], rules[report.findings[i].id]);
  out.end_array();
  write_invocation(out, report);
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
