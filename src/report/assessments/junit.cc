// SPDX-License-Identifier: Apache-2.0
//
// JUnit XML, as CI servers read test results: a suite per file, container or host, a case per result. A failure that somebody has accepted
// is skipped with his reason; what could not be looked at or read is an error, so that no server shows green for it.
#include <map>
#include <string>
#include <vector>

#include "base/format.h"
#include "report/assessment_format.h"
#include "report/assessment_text.h"
#include "report/xml_writer.h"

namespace batten::report::assessments {
namespace {

using model::CheckResult;
using model::Outcome;

struct Suite {
  std::string name;
  std::vector<const CheckResult*> results;
  std::vector<const base::Note*> unread;

  std::size_t failures() const {
    std::size_t out = 0;
    for (const CheckResult* result : results) out += counts(*result) ? 1 : 0;
    return out;
  }
  std::size_t errors() const {
    std::size_t out = unread.size();
    for (const CheckResult* result : results) out += result->outcome == Outcome::kUnknown ? 1 : 0;
    return out;
  }
  std::size_t skipped() const {
    std::size_t out = 0;
    for (const CheckResult* result : results) out += result->outcome == Outcome::kNotApplicable || !result->suppressed_by.empty() ? 1 : 0;
    return out;
  }
};

// Files without a result are suites as well, with one case that passed.
std::vector<Suite> suites_of(const model::Assessment& assessment) {
  std::vector<Suite> out;
  std::map<std::string, std::size_t> known;
  auto suite = [&](const std::string& name) -> Suite& {
    auto [at, is_new] = known.emplace(name, out.size());
    if (is_new) out.push_back({name, {}, {}});
    return out[at->second];
  };
  for (const std::string& file : assessment.files) suite(file);
  for (const CheckResult& result : assessment.results)
    suite(!result.file.empty() ? result.file : !result.subject.empty() ? result.subject : assessment.target).results.push_back(&result);
  for (const base::Note& note : assessment.notes) {
    if (note.kind == base::Note::Kind::kSkipped) suite("batten: what was read").unread.push_back(&note);
  }
  if (out.empty()) suite(assessment.target);
  return out;
}

void write_case(XmlWriter& out, const Suite& suite, const CheckResult& result) {
  std::string name(result.check->id);
  if (!result.file.empty() && !result.subject.empty()) name += " " + result.subject;
  if (result.place) name += format(" line {}", result.place.line);
  out.begin("testcase").attribute("classname", suite.name).attribute("name", name);
  if (counts(result)) {
    out.begin("failure").attribute("message", result.message).attribute("type", model::severity_name(result.severity));
    std::string references = references_text(*result.check);
    out.text_and_end(format("severity: {}\nwhy: {}\nwhat to do: {}\n{}{}{}", model::severity_name(result.severity), result.check->why,
                            fix_text(result), result.evidence.empty() ? "" : "seen: " + result.evidence + "\n",
                            references.empty() ? "" : "see: ", references));
  } else if (result.outcome == Outcome::kUnknown) {
    out.begin("error").attribute("message", result.message).attribute("type", "could not look").text_and_end(result.check->title);
  } else if (result.outcome == Outcome::kNotApplicable) {
    out.begin("skipped").attribute("message", "not applicable: " + result.message).end();
  } else if (!result.suppressed_by.empty()) {
    out.begin("skipped").attribute("message", "accepted: " + result.suppressed_by).end();
  }
  out.end();
}

std::string write(const model::Assessment& assessment, const Options&) {
  std::vector<Suite> suites = suites_of(assessment);
  std::size_t tests = 0, failures = 0, errors = 0, skipped = 0;
  auto tests_of = [](const Suite& suite) { return std::max<std::size_t>(1, suite.results.size() + suite.unread.size()); };
  for (const Suite& suite : suites) {
    tests += tests_of(suite);
    failures += suite.failures();
    errors += suite.errors();
    skipped += suite.skipped();
  }
  XmlWriter out;
  auto number = [](std::size_t value) { return std::to_string(value); };
  out.begin("testsuites")
      .attribute("name", "batten " + assessment.target)
      .attribute("tests", number(tests))
      .attribute("failures", number(failures));
  out.attribute("errors", number(errors)).attribute("skipped", number(skipped));
  for (const Suite& suite : suites) {
    out.begin("testsuite")
        .attribute("name", suite.name)
        .attribute("tests", number(tests_of(suite)))
        .attribute("failures", number(suite.failures()));
    out.attribute("errors", number(suite.errors())).attribute("skipped", number(suite.skipped()));
    for (const CheckResult* result : suite.results) write_case(out, suite, *result);
    for (const base::Note* note : suite.unread) {
      out.begin("testcase").attribute("classname", suite.name).attribute("name", note->where);
      out.begin("error").attribute("message", note->message).attribute("type", "skipped").text_and_end(note->hint).end();
    }
    if (suite.results.empty() && suite.unread.empty())
      out.begin("testcase").attribute("classname", suite.name).attribute("name", "no problem was found").end();
    out.end();
  }
  out.end();
  return out.take();
}

constexpr FormatExample kExamples[] = {{"<testsuites name=\"batten project\" tests=\"4\" failures=\"2\" errors=\"1\" skipped=\"1\""},
                                       {"name=\"root-user stage build line 2\""}};

}  // namespace

extern constinit const AssessmentFormat junit;
constinit const AssessmentFormat junit{
    .name = "junit",
    .summary = "JUnit XML, for CI servers",
    .media_type = "application/xml",
    .write = write,
    .examples = kExamples,
};

}  // namespace batten::report::assessments
