// SPDX-License-Identifier: Apache-2.0
//
// GitLab's security report of the category "container_scanning", schema 15.0.7 (gitlab-org/security-products/security-report-schemas). It
// knows no suppressed findings: these and what is not affected are left out, and a message says how many.
#include <algorithm>
#include <string>

#include "base/format.h"
#include "base/json.h"
#include "base/note.h"
#include "base/text.h"
#include "base/time.h"
#include "report/bom.h"
#include "report/cvss_vector.h"
#include "report/explain.h"
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

// Of the schema: characters of a name, of a solution; CVSS vectors. Messages have no limit there.
constexpr std::size_t kMaxName = 255, kMaxSolution = 7000, kMaxVectors = 10, kMaxVector = 128, kMaxMessages = 100;

std::string_view severity_word(model::Severity severity) {
  switch (severity) {
    case model::Severity::kCritical: return "Critical";
    case model::Severity::kHigh: return "High";
    case model::Severity::kMedium: return "Medium";
    case model::Severity::kLow: return "Low";
    case model::Severity::kNegligible: return "Info";
    case model::Severity::kUnknown: break;
  }
  return "Unknown";
}

// "ghsa" of GHSA-xxxx; GitLab knows some of these words (cve, ghsa, rhsa, usn, elsa, osvdb, cwe, hackerone, wasc).
std::string identifier_type(std::string_view id) {
  std::string prefix = base::lower(id.substr(0, id.find('-')));
  bool letters = !prefix.empty() && prefix.size() < id.size() && prefix.size() <= 10 &&
                 std::all_of(prefix.begin(), prefix.end(), [](char c) { return c >= 'a' && c <= 'z'; });
  return letters ? prefix : "batten";
}

// The reference that is about this id.
std::string_view address_of(const Finding& finding, std::string_view id) {
  for (const std::string& reference : finding.references) {
    if (is_web_address(reference) && reference.ends_with(id)) return reference;
  }
  return {};
}

void write_identifier(Writer& out, const Finding& finding, const std::string& id) {
  out.begin_object().member("type", identifier_type(id)).member("name", id).member("value", id);
  out.member_if("url", address_of(finding, id)).end_object();
}

std::string solution(const model::Report& report, const Finding& finding) {
  const model::Package& package = report.packages[finding.package_index];
  if (finding.state == model::State::kFixed && !finding.fixed_version.empty())
    return format("Upgrade {} from {} to {}", model::source_of(package), model::compared_version(report, finding), finding.fixed_version);
  switch (finding.state) {
    case model::State::kWontFix: return "The vendor will not fix it";
    case model::State::kDeferred: return "The vendor has put it off";
    case model::State::kEndOfLife: return "The release or package gets no fixes any more";
    case model::State::kFixed:
    case model::State::kAffected:
    case model::State::kNotAffected:
    case model::State::kUnderInvestigation: break;
  }
  return "";
}

void write_location(Writer& out, const model::Report& report, const model::Package& package) {
  std::string image = report.source.name.empty() ? report.source.reference : report.source.name;
  out.key("location").begin_object();
  out.member("image", image.empty() ? "unknown" : image).member("operating_system", distro_text(report.distro));
  out.key("dependency").begin_object().key("package").begin_object().member("name", package.name).end_object();
  out.member("version", package.version).end_object().end_object();
}

void write_vectors(Writer& out, const Finding& finding) {
  std::size_t written = 0;
  for (const model::Cvss& cvss : finding.cvss) {
    if (!is_cvss3_vector(cvss.vector) || cvss.vector.size() > kMaxVector || written == kMaxVectors) continue;
    if (written++ == 0) out.key("cvss_vectors").begin_array();
    out.begin_object().member("vendor", cvss.source.empty() ? "unknown" : cvss.source).member("vector", cvss.vector).end_object();
  }
  if (written > 0) out.end_array();
}

void write_vulnerability(Writer& out, const model::Report& report, const Finding& finding, const std::string& fingerprint) {
  std::string name = one_line(beginning(finding.title.empty() ? finding.id : finding.title, kMaxName - 5));
  out.begin_object().member("id", content_uuid(fingerprint)).member("name", name);
  out.member_if("description", finding.description).member("severity", severity_word(finding.severity));
  out.member_if("solution", beginning(solution(report, finding), kMaxSolution - 5));
  out.key("identifiers").begin_array();
  write_identifier(out, finding, finding.id);
  for (const std::string& alias : finding.aliases) {
    if (!alias.empty()) write_identifier(out, finding, alias);
  }
  out.end_array();
  write_vectors(out, finding);
  out.key("links").begin_array();
  for (const std::string& reference : finding.references) {
    if (is_web_address(reference)) out.begin_object().member("url", reference).end_object();
  }
  out.end_array();
  write_location(out, report, report.packages[finding.package_index]);
  out.end_object();
}

void write_program(Writer& out, std::string_view name) {
  out.key(name).begin_object().member("id", "batten").member("name", "Batten").member("version", kProgramVersion);
  out.key("vendor").begin_object().member("name", "Batten").end_object().end_object();
}

void write_message(Writer& out, std::string_view level, std::string_view text) {
  out.begin_object().member("level", level).member("value", text).end_object();
}

void write_messages(Writer& out, const model::Report& report) {
  Summary summary = summarise(report);
  out.key("messages").begin_array();
  if (summary.suppressed > 0) write_message(out, "info", format("{} suppressed findings are left out", summary.suppressed));
  if (summary.not_affected > 0) write_message(out, "info", format("{} findings that do not affect it are left out", summary.not_affected));
  if (!summary.has_feed) write_message(out, "warn", "no vulnerability feed was used: nothing was compared");
  std::size_t written = 0;
  for (const base::Note& note : report.notes) {
    if (note.kind == base::Note::Kind::kInfo) continue;
    if (++written > kMaxMessages) {
      write_message(out, "warn", "more was not read than is listed here");
      break;
    }
    std::string text = note.where.empty() ? note.message : note.where + ": " + note.message;
    write_message(out, "warn", format("{}: {}", base::note_kind_name(note.kind), text));
  }
  out.end_array();
}

// The schema wants both times.
void write_scan(Writer& out, const model::Report& report, const Options& options) {
  std::string time = base::format_time(options.date).substr(0, 19);  // without Z
  out.key("scan").begin_object();
  write_program(out, "analyzer");
  write_program(out, "scanner");
  out.member("type", "container_scanning").member("start_time", time).member("end_time", time).member("status", "success");
  write_messages(out, report);
  out.end_object();
}

std::string write(const model::Report& report, const Options& options) {
  Writer out;
  out.begin_object().member("version", "15.0.7");
  write_scan(out, report, options);
  out.key("vulnerabilities").begin_array();
  Fingerprints fingerprints;
  for (const Finding& finding : report.findings) {
    std::string fingerprint = fingerprints.next(report, finding);
    if (!model::counts(finding) || (!options.explain.empty() && !is_about(finding, options.explain))) continue;
    write_vulnerability(out, report, finding, fingerprint);
  }
  out.end_array().end_object();
  return out.take();
}

constexpr FormatExample kExamples[] = {{"\"type\": \"container_scanning\""},
                                       {"\"severity\": \"Critical\""},
                                       {"\"solution\": \"Upgrade openssl from 3.0.11-1 to 3.0.15-1~deb12u1\""},
                                       {"\"operating_system\": \"Debian GNU/Linux 12 (bookworm)\""},
                                       {"\"value\": \"1 suppressed findings are left out\""}};

}  // namespace

extern constinit const Format gitlab;
constinit const Format gitlab{
    .name = "gitlab",
    .summary = "GitLab's container scanning report",
    .media_type = "application/json",
    .write = write,
    .examples = kExamples,
};

}  // namespace batten::report::formats
