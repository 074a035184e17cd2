// SPDX-License-Identifier: Apache-2.0
//
// batten diff A B: what came, went and changed between two images.
#include <algorithm>
#include <string>

#include "base/format.h"
#include "cli/command.h"
#include "cli/decisions.h"
#include "cli/output.h"
#include "cli/report_options.h"
#include "cli/scan_options.h"
#include "policy/fail_on.h"
#include "report/diff.h"
#include "scan/pipeline.h"
#include "scan/session.h"
#include "version/scheme.h"

namespace batten::cli::commands {
namespace {

constexpr OptionSpec kOwn[] = {
    {"--format,-f", "NAME", "table or json (default: table)"},
    {"--output,-o", "FILE", "write there instead of to standard output"},
    {"--fail-on", "RULE", "exit with 1 when a new finding is that severe or worse: SEVERITY, then any of ,fixable ,kev ,own ,base"},
    {"--strict", "", "exit with 4 when anything could not be read"},
};
constexpr auto kOptions = joined_options(kOwn, kDecisionOptions, kSourceOptions, kAdvisoryOptions);

Result<int> run(const Arguments& arguments, Context& context) {
  if (arguments.positional.size() != 2) return Error{Code::kInvalidArgument, "diff wants two IMAGEs: before and after"};
  std::string name = arguments.value("format", "table");
  if (name != "table" && name != "json") return Error{Code::kInvalidArgument, format("--format {}: there is table, json", name)};
  std::optional<policy::FailOn> fail_on;
  if (arguments.flag("fail-on")) fail_on = TRY_IN("--fail-on", policy::parse_fail_on(arguments.value("fail-on")));
  scan::ScanOptions options = TRY(scan_options(arguments));

  auto session = TRY(scan::Session::start(cache_directory_of(arguments), context.progress));
  Decisions decisions = TRY(read_decisions(arguments));
  options.find_base = decisions.asks_for_base() || (fail_on && (fail_on->own || fail_on->base));
  options.attached_vex = decisions.attached;
  scan::Scanned before = TRY(scan::scan(arguments.positional[0], options, *session));
  scan::Scanned after = TRY(scan::scan(arguments.positional[1], options, *session));
  apply_decisions(decisions, options.date, before);
  apply_decisions(decisions, options.date, after);
  if (fail_on) policy::note_undecided(*fail_on, after.report);
  model::Diff diff = model::compare(before.report, after.report, version::order);

  TRY(write_output(arguments.value("output"),
                   name == "json" ? report::diff_json(diff, before.report, after.report)
                                  : report::diff_text(diff, before.report, after.report, report_options(arguments, context))));

  bool worse =
      fail_on && std::ranges::any_of(diff.findings, [&](const model::FindingChange& change) {
        return change.change == model::Change::kCame && policy::violates(*fail_on, after.report.findings[*change.after], after.report);
      });
  if (worse) return kExitPolicy;
  if (before.unread_layers > 0 || after.unread_layers > 0) return kExitIncomplete;
  bool unread = scan::anything_unread(before.report) || scan::anything_unread(after.report);
  return arguments.flag("strict") && unread ? kExitIncomplete : kExitFine;
}

constexpr CommandExample kExamples[] = {
    {"batten diff app:1.4 app:1.5", "what an update brings and removes"},
    {"batten diff --fail-on high app:1.4 app:1.5", "for a CI job: fails when there is a new finding, whatever was there before"},
    {"batten diff sbom:released.cdx.json app:1.5", "against what was released"},
};

}  // namespace

extern constinit const Command diff;
constinit const Command diff{
    .name = "diff",
    .summary = "packages and findings that came, went or changed between two images",
    .positional = "A B",
    .description = "A and B are images, containers, directories or SBOMs, as for 'batten scan'; both are judged by the same advisories.",
    .options = kOptions,
    .run = run,
    .examples = kExamples,
};

}  // namespace batten::cli::commands
