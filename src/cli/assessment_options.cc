// SPDX-License-Identifier: Apache-2.0
#include "cli/assessment_options.h"

#include <algorithm>

#include "base/format.h"
#include "cli/output.h"
#include "cli/report_options.h"
#include "report/assessment_format.h"
#include "report/assessment_text.h"

namespace batten::cli {

std::string assessment_formats() { return report::assessment_format_names(); }

Result<std::optional<model::Severity>> fail_on_severity(const Arguments& arguments, std::optional<model::Severity> fallback) {
  if (!arguments.flag("fail-on")) return fallback;
  std::string text = arguments.value("fail-on");
  if (text == "none") return std::optional<model::Severity>();
  std::optional<model::Severity> severity = model::parse_severity(text);
  if (!severity) return Error{Code::kInvalidArgument, format("--fail-on {}: want low, medium, high, critical or none", text)};
  return severity;
}

Result<int> finish_assessment(const model::Assessment& assessment, std::optional<model::Severity> fail_on, const Arguments& arguments,
                              const Context& context) {
  std::string name = arguments.value("format", "text");
  const report::AssessmentFormat* format_of = report::find_assessment_format(name);
  if (format_of == nullptr)
    return Error{Code::kInvalidArgument, format("--format {}: there is {}", name, report::assessment_format_names())};
  TRY(write_output(arguments.value("output"), format_of->write(assessment, report_options(arguments, context))));
  bool violated = fail_on && std::ranges::any_of(assessment.results, [&](const model::CheckResult& result) {
                    return report::counts(result) && result.severity >= *fail_on;
                  });
  if (violated) return kExitPolicy;
  report::AssessmentCounts counted = report::count_results(assessment);
  if (assessment.checks_run == 0 && counted.unread > 0) return kExitFailed;
  return arguments.flag("strict") && (counted.unread > 0 || counted.unknown > 0) ? kExitIncomplete : kExitFine;
}

}  // namespace batten::cli
