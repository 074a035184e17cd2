// SPDX-License-Identifier: Apache-2.0
//
// batten check TARGET: the five practices as a scorecard.
#include <algorithm>
#include <optional>
#include <string>

#include "base/format.h"
#include "cli/command.h"
#include "cli/output.h"
#include "cli/scan_options.h"
#include "leaks/patterns.h"
#include "policy/fail_on.h"
#include "report/assessment_format.h"
#include "report/assessment_text.h"
#include "report/scorecard.h"
#include "scan/check.h"
#include "scan/session.h"

namespace batten::cli::commands {
namespace {

constexpr OptionSpec kOwn[] = {
    {"--format,-f", "NAME", "text, json, html, sarif or junit (default: text)"},
    {"--output,-o", "FILE", "write there instead of to standard output"},
    {"--fail-on", "RULE",
     "exit with 1 when a finding or a failed check is that severe or worse: SEVERITY, then any of ,fixable ,kev ,own ,base"},
    {"--strict", "", "exit with 4 when anything could not be read or asked"},
};
constexpr auto kOptions = joined_options(kOwn, kSourceOptions, kAdvisoryOptions);

// SARIF and JUnit hold what checks said; findings of packages are the scan's.
std::string written(const model::Scorecard& card, std::string_view name, const report::Options& options) {
  if (name == "text") return report::scorecard_text(card, options);
  if (name == "json") return report::scorecard_json(card);
  if (name == "html") return report::scorecard_html(card);
  model::Assessment assessment = card.assessment;
  assessment.target = card.target;
  assessment.notes = card.notes;
  return report::find_assessment_format(name)->write(assessment, options);
}

Result<int> run(const Arguments& arguments, Context& context) {
  if (arguments.positional.size() != 1)
    return Error{Code::kInvalidArgument, "check wants one TARGET: host, a directory, an image or a container"};
  std::string name = arguments.value("format", "text");
  if (name == "table") name = "text";
  constexpr std::string_view kFormats[] = {"text", "json", "html", "sarif", "junit"};
  if (std::ranges::find(kFormats, name) == std::end(kFormats))
    return Error{Code::kInvalidArgument, format("--format {}: there is text, json, html, sarif, junit", name)};
  std::optional<policy::FailOn> fail_on;
  if (arguments.flag("fail-on")) fail_on = TRY_IN("--fail-on", policy::parse_fail_on(arguments.value("fail-on")));
  scan::ScanOptions options = TRY(scan_options(arguments));
  options.find_base = fail_on && (fail_on->own || fail_on->base);
  leaks::Patterns::all().prepare();  // before there are workers
  auto session = TRY(scan::Session::start(cache_directory_of(arguments), context.progress));
  scan::Checked checked = TRY(scan::check(arguments.positional[0], options, *session));

  report::Options how;
  how.width = context.width;
  how.color = context.color && !arguments.flag("output");
  TRY(write_output(arguments.value("output"), written(checked.card, name, how)));

  bool anything_read = checked.card.assessment.checks_run > 0;
  bool violated = fail_on && fail_on->severity && !fail_on->kev &&
                  std::ranges::any_of(checked.card.assessment.results, [&](const model::CheckResult& result) {
                    return report::counts(result) && result.severity >= *fail_on->severity;
                  });
  if (violated) return kExitPolicy;
  bool unread = !checked.card.notes.empty();
  for (const policy::Subject& subject : checked.subjects) {
    if (!subject.report) {
      unread = true;
      continue;
    }
    anything_read = true;
    if (fail_on && policy::violates(*fail_on, *subject.report)) {
      return kExitPolicy;
    }
  }
  if (!anything_read) return kExitFailed;
  return arguments.flag("strict") && unread ? kExitIncomplete : kExitFine;
}

constexpr CommandExample kExamples[] = {
    {"batten check host", "this machine: its packages, its engine, its images and containers"},
    {"batten check .", "a project: its Dockerfile and the image that it is built from"},
    {"batten check nginx:1.25", "an image"},
};

}  // namespace

extern constinit const Command check;
constinit const Command check{
    .name = "check",
    .summary = "the five practices of container security as a scorecard",
    .positional = "TARGET",
    .description =
        "TARGET is 'host', a directory with a Dockerfile, Compose file or other manifest, an image or a container. Each practice gets a "
        "grade by the worst open point: A nothing, B low, C medium, D high, F critical or known to be exploited.",
    .options = kOptions,
    .run = run,
    .examples = kExamples,
};

}  // namespace batten::cli::commands
