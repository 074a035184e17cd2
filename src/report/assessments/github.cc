// SPDX-License-Identifier: Apache-2.0
//
// Annotations of a GitHub Actions run (workflow commands), at the line of the file.
#include <string>

#include "base/format.h"
#include "report/assessment_format.h"
#include "report/assessment_text.h"
#include "report/github_command.h"

namespace batten::report::assessments {
namespace {

// Of a step GitHub shows ten of each level.
constexpr std::size_t kMostOfLevel = 10;

std::string_view level_of(model::Severity severity) {
  if (severity >= model::Severity::kHigh) return "error";
  return severity == model::Severity::kMedium ? "warning" : "notice";
}

std::string write(const model::Assessment& assessment, const Options&) {
  std::string out;
  std::size_t left_out = 0;
  std::map<std::string_view, std::size_t> written;
  // Most severe first, since only the first are shown.
  for (int severity = static_cast<int>(model::Severity::kCritical); severity >= 0; --severity) {
    for (const model::CheckResult& result : assessment.results) {
      if (!counts(result) || static_cast<int>(result.severity) != severity) continue;
      std::string_view level = level_of(result.severity);
      if (written[level]++ >= kMostOfLevel) {
        ++left_out;
        continue;
      }
      std::string text = format("{}{}{}\n{}", result.subject, result.subject.empty() ? "" : ": ", result.message, fix_text(result));
      out += github_command(level, result.file, result.place, format("{} ({})", result.check->id, model::severity_name(result.severity)),
                            text);
    }
  }
  for (const base::Note& note : assessment.notes) {
    if (note.kind == base::Note::Kind::kSkipped) out += github_command("warning", "", {}, "not read", note.where + ": " + note.message);
  }
  std::string summary = assessment_summary(assessment);
  if (left_out > 0) summary += format("; {} more than GitHub shows of a step are not annotated", left_out);
  return out + github_command("notice", "", {}, assessment.target, summary);
}

constexpr FormatExample kExamples[] = {
    {"::error file=Dockerfile,line=2,"}, {"title=root-user (high)::stage build: "}, {"::warning title=not read::broken.yaml"}};

}  // namespace

extern constinit const AssessmentFormat github;
constinit const AssessmentFormat github{
    .name = "github",
    .summary = "annotations of a GitHub Actions run",
    .media_type = "text/plain",
    .write = write,
    .examples = kExamples,
};

}  // namespace batten::report::assessments
