// SPDX-License-Identifier: Apache-2.0
//
// SARIF 2.1.0 (OASIS), as code scanning services read it: a rule per check, a result per failure, a notification per note.
#include <algorithm>
#include <map>
#include <string>
#include <vector>

#include "base/format.h"
#include "base/json.h"
#include "report/assessment_format.h"
#include "report/assessment_text.h"
#include "report/program.h"
#include "report/sarif_text.h"

namespace batten::report::assessments {
namespace {

using model::CheckResult;

constexpr std::size_t kMaxResults = 25'000;

void write_rule(json::Writer& out, const CheckResult& result) {
  const model::CheckInfo& check = *result.check;
  out.begin_object().member("id", check.id);
  sarif_message(out, "shortDescription", check.title);
  sarif_message(out, "fullDescription", check.why);
  std::string references = references_text(check);
  sarif_message(out, "help", format("{}\n\nWhat to do: {}{}{}", check.why, check.fix, references.empty() ? "" : "\n\nSee: ", references));
  out.key("defaultConfiguration").begin_object().member("level", sarif_level(check.severity)).end_object();
  out.key("properties").begin_object().member("security-severity", sarif_security_severity(check.severity, 0));
  out.key("tags").begin_array().value("security").value("misconfiguration");
  for (std::string_view reference : check.references) out.value(reference);
  out.end_array().end_object().end_object();
}

void write_location(json::Writer& out, const CheckResult& result) {
  out.key("locations").begin_array().begin_object();
  if (!result.file.empty()) {
    out.key("physicalLocation").begin_object().key("artifactLocation").begin_object();
    std::string_view path = result.file;
    while (path.starts_with("./")) path.remove_prefix(2);
    out.member("uri", sarif_path(path)).end_object();
    out.key("region").begin_object().member("startLine", std::uint64_t{std::max(1u, result.place.line)});
    if (result.place.column > 0) out.member("startColumn", std::uint64_t{result.place.column});
    out.end_object().end_object();
  }
  if (!result.subject.empty()) {
    out.key("logicalLocations")
        .begin_array()
        .begin_object()
        .member("fullyQualifiedName", result.subject)
        .member("kind", "resource")
        .end_object()
        .end_array();
  }
  out.end_object().end_array();
}

std::string write(const model::Assessment& assessment, const Options&) {
  std::map<std::string_view, std::size_t> rules;
  std::vector<const CheckResult*> first_of_rule, results;
  for (const CheckResult& result : assessment.results) {
    if (result.outcome != model::Outcome::kFail || results.size() >= kMaxResults) continue;
    results.push_back(&result);
    if (rules.emplace(result.check->id, first_of_rule.size()).second) first_of_rule.push_back(&result);
  }
  json::Writer out;
  sarif_begin(out);
  out.key("rules").begin_array();
  for (const CheckResult* result : first_of_rule) write_rule(out, *result);
  out.end_array().end_object().end_object();
  out.key("results").begin_array();
  ResultFingerprints fingerprints;
  for (const CheckResult* result : results) {
    out.begin_object().member("ruleId", result->check->id).member("ruleIndex", std::uint64_t{rules[result->check->id]});
    out.member("level", sarif_level(result->severity));
    sarif_message(out, "message",
                  format("{}{}{}. {}", result->subject, result->subject.empty() ? "" : ": ", result->message, fix_text(*result)));
    write_location(out, *result);
    std::string hash = fingerprints.next(*result);
    out.key("partialFingerprints")
        .begin_object()
        .member("batten/v1", hash)
        .member("primaryLocationLineHash", hash.substr(0, 16) + ":1")
        .end_object();
    out.key("properties")
        .begin_object()
        .member("severity", model::severity_name(result->severity))
        .member("fixable", result->fixable)
        .member_if("evidence", result->evidence)
        .end_object();
    if (!result->suppressed_by.empty()) {
      out.key("suppressions")
          .begin_array()
          .begin_object()
          .member("kind", "inSource")
          .member("justification", result->suppressed_by)
          .end_object()
          .end_array();
    }
    out.end_object();
  }
  out.end_array();
  sarif_invocation(out, assessment.notes);
  out.end_object().end_array().end_object();
  return out.take();
}

constexpr FormatExample kExamples[] = {
    {"\"version\": \"2.1.0\""}, {"\"ruleId\": \"root-user\""}, {"\"startLine\": 2"}, {"toolExecutionNotifications"}};

}  // namespace

extern constinit const AssessmentFormat sarif;
constinit const AssessmentFormat sarif{
    .name = "sarif",
    .summary = "SARIF 2.1.0, for code scanning services",
    .media_type = "application/sarif+json",
    .write = write,
    .examples = kExamples,
};

}  // namespace batten::report::assessments
