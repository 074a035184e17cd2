// SPDX-License-Identifier: Apache-2.0
//
// JUnit XML, as CI servers read test results: a suite per package that has findings and a case per finding. One that counts is a failure;
// one that is suppressed, not affected or negligible is skipped, with the reason. What was not read is an error, so that no
// server shows green for it.
#include <map>
#include <string>
#include <utility>
#include <vector>

#include "base/format.h"
#include "base/note.h"
#include "report/explain.h"
#include "report/finding_rows.h"
#include "report/format.h"
#include "report/style.h"
#include "report/summary.h"
#include "report/xml_writer.h"

namespace batten::report::formats {
namespace {

using model::Finding;

struct Case {
  enum class Outcome : unsigned char { kPassed, kFailure, kSkipped, kError };
  Outcome outcome = Outcome::kPassed;
  std::string name, message, type, text;
};

struct Suite {
  std::string name;
  std::vector<Case> cases;
};

// Why the finding is no failure; empty: it is one.
std::string skip_reason(const Finding& finding, const Options& options) {
  if (!finding.suppressed_by.empty()) return "suppressed: " + finding.suppressed_by;
  if (finding.state == model::State::kNotAffected) return "not affected";
  if (!options.show_all && hidden_by_default(finding)) return "negligible (--all makes it a failure)";
  return "";
}

std::string details(const model::Report& report, const Finding& finding) {
  const model::Explanation& why = finding.explanation;
  const model::Package& package = report.packages[finding.package_index];
  std::string out = format("severity: {}{}\n", model::severity_name(finding.severity),
                           finding.severity_source.empty() ? "" : " (" + finding.severity_source + ")");
  auto line = [&out](std::string_view name, std::string_view value) {
    if (!value.empty()) out += format("{}: {}\n", name, one_line(value));
  };
  line("state", model::state_name(finding.state));
  line("installed", model::compared_version(report, finding));
  line("fixed version", finding.fixed_version);
  line("affected", why.range);
  line("record", why.feed.empty() ? why.record_id : why.feed + ": " + why.record_id);
  line("path", package.location.path);
  line("layer", layer_text(report, package));
  if (finding.epss) line("EPSS", format("{:.2f}%", finding.epss->score * 100));
  if (finding.kev) line("known to be exploited since", finding.kev->date_added);
  for (const std::string& reference : finding.references) line("see", reference);
  line("description", beginning(finding.description, 1000));
  return out;
}

Case case_of(const model::Report& report, const Finding& finding, const Options& options) {
  std::string reason = skip_reason(finding, options);
  if (!reason.empty()) return {Case::Outcome::kSkipped, finding.id, reason, "", ""};
  std::string message = format("{}, {}", model::severity_name(finding.severity), model::state_name(finding.state));
  if (!finding.fixed_version.empty()) message += " in " + finding.fixed_version;
  if (finding.kev) message += ", known to be exploited";
  if (!finding.title.empty()) message += ": " + one_line(beginning(finding.title, 300));
  return {Case::Outcome::kFailure, finding.id, message, std::string(model::severity_name(finding.severity)), details(report, finding)};
}

// Packages in the order of their first finding; names tell them apart.
std::vector<Suite> package_suites(const model::Report& report, const Options& options) {
  std::vector<Suite> out;
  std::map<std::string, std::size_t> known;
  for (const Finding& finding : report.findings) {
    if (!options.explain.empty() && !is_about(finding, options.explain)) continue;
    const model::Package& package = report.packages[finding.package_index];
    std::string name = package.type + "/" + package.name + "@" + package.version;
    if (!package.arch.empty()) name += " (" + package.arch + ")";
    auto [at, is_new] = known.emplace(name, out.size());
    if (is_new) out.push_back({name, {}});
    out[at->second].cases.push_back(case_of(report, finding, options));
  }
  return out;
}

// Never empty: servers take a result without tests for a broken run.
Suite reading_suite(const model::Report& report) {
  Suite out{"batten: what was read", {}};
  for (const base::Note& note : report.notes) {
    if (note.kind != base::Note::Kind::kSkipped) continue;
    out.cases.push_back({Case::Outcome::kError, note.where.empty() ? "not read" : note.where, note.message, "skipped", note.hint});
  }
  if (out.cases.empty()) out.cases.push_back({Case::Outcome::kPassed, "everything", "", "", ""});
  if (!summarise(report).has_feed)
    out.cases.push_back({Case::Outcome::kError, "advisories", "no vulnerability feed was used: nothing was compared", "no feed", ""});
  return out;
}

std::size_t count(const Suite& suite, Case::Outcome outcome) {
  std::size_t out = 0;
  for (const Case& one : suite.cases) out += one.outcome == outcome ? 1 : 0;
  return out;
}

void write_counts(XmlWriter& out, std::size_t tests, std::size_t failures, std::size_t errors, std::size_t skipped) {
  out.attribute("tests", std::to_string(tests)).attribute("failures", std::to_string(failures));
  out.attribute("errors", std::to_string(errors)).attribute("skipped", std::to_string(skipped)).attribute("time", "0");
}

void write_case(XmlWriter& out, const Suite& suite, const Case& one) {
  out.begin("testcase").attribute("classname", suite.name).attribute("name", one.name).attribute("time", "0");
  switch (one.outcome) {
    case Case::Outcome::kPassed: break;
    case Case::Outcome::kSkipped: out.begin("skipped").attribute("message", one.message).end(); break;
    case Case::Outcome::kFailure:
      out.begin("failure").attribute("message", one.message).attribute("type", one.type).text_and_end(one.text);
      break;
    case Case::Outcome::kError:
      out.begin("error").attribute("message", one.message).attribute("type", one.type).text_and_end(one.text);
      break;
  }
  out.end();
}

std::string write(const model::Report& report, const Options& options) {
  std::vector<Suite> suites = package_suites(report, options);
  suites.insert(suites.begin(), reading_suite(report));
  std::size_t tests = 0, failures = 0, errors = 0, skipped = 0;
  for (const Suite& suite : suites) {
    tests += suite.cases.size();
    failures += count(suite, Case::Outcome::kFailure);
    errors += count(suite, Case::Outcome::kError);
    skipped += count(suite, Case::Outcome::kSkipped);
  }
  XmlWriter out;
  out.begin("testsuites").attribute("name", "batten " + report.source.name);
  write_counts(out, tests, failures, errors, skipped);
  for (const Suite& suite : suites) {
    out.begin("testsuite").attribute("name", suite.name);
    write_counts(out, suite.cases.size(), count(suite, Case::Outcome::kFailure), count(suite, Case::Outcome::kError),
                 count(suite, Case::Outcome::kSkipped));
    for (const Case& one : suite.cases) write_case(out, suite, one);
    out.end();
  }
  return out.end().take();
}

constexpr FormatExample kExamples[] = {
    {"<testsuite name=\"deb/libssl3@3.0.11-1 (amd64)\" tests=\"2\" failures=\"2\" errors=\"0\" skipped=\"0\""},
    {"<testcase classname=\"deb/libssl3@3.0.11-1 (amd64)\" name=\"CVE-2024-5535\""},
    {"<failure message=\"critical, fixed in 3.0.15-1~deb12u1, known to be exploited"},
    {"<skipped message=\"suppressed: not reachable (ignore:3)\"/>"},
    {"<error message=\"stanza 14: no Package field\""}};

}  // namespace

extern constinit const Format junit;
constinit const Format junit{
    .name = "junit",
    .summary = "JUnit XML, for the test results of CI servers",
    .media_type = "application/xml",
    .write = write,
    .examples = kExamples,
};

}  // namespace batten::report::formats
