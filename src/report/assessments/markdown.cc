// SPDX-License-Identifier: Apache-2.0
//
// For a pull request or a wiki: a table per file, container or host, and the summary.
#include <string>

#include "base/format.h"
#include "report/assessment_format.h"
#include "report/assessment_text.h"
#include "report/markdown_text.h"

namespace batten::report::assessments {
namespace {

constexpr std::size_t kMostRows = 500;

std::string write(const model::Assessment& assessment, const Options& options) {
  std::string out = "## " + markdown_text(assessment.target) + "\n\n" + markdown_text(assessment_summary(assessment)) + "\n";
  std::string group;
  std::size_t rows = 0, left = 0;
  for (const model::CheckResult& result : assessment.results) {
    if (!counts(result) && !(options.show_all && result.outcome == model::Outcome::kFail)) continue;
    if (rows >= kMostRows) {
      ++left;
      continue;
    }
    std::string here = !result.file.empty() ? result.file : result.subject.empty() ? assessment.target : result.subject;
    if (rows == 0 || here != group)
      out += "\n### " + markdown_text(here) + "\n\n| | line | what | check | what to do |\n|---|---|---|---|---|\n";
    group = here;
    ++rows;
    std::string what = result.file.empty() || result.subject.empty() ? result.message : result.subject + ": " + result.message;
    out += format("| {} | {} | {} | {} | {} |\n", result.suppressed_by.empty() ? model::severity_name(result.severity) : "accepted",
                  result.place ? std::to_string(result.place.line) : "", markdown_text(what), markdown_code(result.check->id),
                  markdown_text(result.suppressed_by.empty() ? fix_text(result) : std::string_view(result.suppressed_by)));
  }
  if (left > 0) out += format("\nand {} more\n", left);
  bool first = true;
  for (const base::Note& note : assessment.notes) {
    if (note.kind == base::Note::Kind::kInfo) continue;
    if (first) out += "\n### What could not be read\n\n";
    first = false;
    out += "- " + markdown_text(note.where + ": " + note.message) + "\n";
  }
  return out;
}

constexpr FormatExample kExamples[] = {{"| high | 2 | stage build: "}, {"### What could not be read"}, {"`root-user`"}};

}  // namespace

extern constinit const AssessmentFormat markdown;
constinit const AssessmentFormat markdown{
    .name = "markdown",
    .summary = "a pull request or a wiki",
    .media_type = "text/markdown",
    .write = write,
    .examples = kExamples,
};

}  // namespace batten::report::assessments
