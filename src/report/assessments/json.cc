// SPDX-License-Identifier: Apache-2.0
//
// Everything, as docs/FORMATS.md describes ("Assessment").
#include <string>

#include "base/json.h"
#include "report/assessment_format.h"
#include "report/assessment_text.h"

namespace batten::report::assessments {
namespace {

std::string write(const model::Assessment& assessment, const Options&) {
  AssessmentCounts counted = count_results(assessment);
  json::Writer out;
  out.begin_object().member("schema", "batten.assessment/1").member("target", assessment.target);
  out.key("files").strings(assessment.files);
  out.key("summary").begin_object();
  out.member("failed", std::uint64_t{counted.failed})
      .member("suppressed", std::uint64_t{counted.suppressed})
      .member("passed", std::uint64_t{counted.passed});
  out.member("not_applicable", std::uint64_t{counted.not_applicable}).member("could_not_look", std::uint64_t{counted.unknown});
  out.member("fixable", std::uint64_t{counted.fixable}).member("checks_run", std::uint64_t{assessment.checks_run});
  out.key("severities").begin_object();
  for (std::size_t i = counted.by_severity.size(); i-- > 0;)
    out.member(model::severity_name(static_cast<model::Severity>(i)), std::uint64_t{counted.by_severity[i]});
  out.end_object().end_object();
  out.key("results").begin_array();
  for (const model::CheckResult& result : assessment.results) write_result(out, result);
  out.end_array();
  write_notes(out, assessment.notes);
  out.end_object();
  return out.take();
}

constexpr FormatExample kExamples[] = {{"\"schema\": \"batten.assessment/1\""}, {"\"check\": \"root-user\""}, {"\"failed\": 2"}};

}  // namespace

extern constinit const AssessmentFormat json;
constinit const AssessmentFormat json{
    .name = "json",
    .summary = "everything, for programs",
    .media_type = "application/json",
    .write = write,
    .examples = kExamples,
};

}  // namespace batten::report::assessments
