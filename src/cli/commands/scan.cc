// SPDX-License-Identifier: Apache-2.0
//
// batten scan IMAGE: the vulnerabilities of an image.
#include <functional>
#include <string>
#include <utility>

#include "base/file.h"
#include "base/format.h"
#include "base/heap.h"
#include "cli/command.h"
#include "cli/decisions.h"
#include "cli/output.h"
#include "cli/report_options.h"
#include "cli/scan_options.h"
#include "leaks/fingerprint.h"
#include "leaks/patterns.h"
#include "policy/fail_on.h"
#include "report/format.h"
#include "report/template.h"
#include "scan/pipeline.h"
#include "scan/session.h"

namespace batten::cli::commands {
namespace {

constexpr std::uint64_t kMaxTemplate = 1u << 20;

constexpr OptionSpec kOwn[] = {
    {"--format,-f", "NAME", "how to write the report (default: table)", false, [] { return report::format_names(); }},
    {"--template", "FILE", "write it by a template of your own (docs/FORMATS.md)"},
    {"--output,-o", "FILE", "write there instead of to standard output"},
    {"--fail-on", "RULE", "exit with 1 when a finding is that severe or worse: SEVERITY, then any of ,fixable ,kev ,own ,base"},
    {"--base", "IMAGE", "the image that this one is built from (default: looked for); says which findings come from it"},
    {"--base-candidate", "IMAGE", "another image in its place: which of its findings would go, stay and come"},
    {"--explain", "ID", "everything about one finding: record, versions, rule"},
    {"--all,-a", "", "list also what is negligible or suppressed"},
    {"--leaks", "", "look for secrets too, in every layer and the configuration (table, json, sarif)"},
    {"--files", "", "list the files that packages own (json)"},
    {"--strict", "", "exit with 4 when anything could not be read"},
};
constexpr auto kOptions = joined_options(kOwn, kDecisionOptions, kSourceOptions, kAdvisoryOptions);

using Writer = std::function<Result<std::string>(const model::Report&, const report::Options&)>;

// Before anything is looked at: a mistake in a template shows at once.
Result<Writer> writer_of(const Arguments& arguments) {
  std::string name = arguments.value("format", arguments.flag("template") ? "template" : "table");
  if (arguments.flag("template") != (name == "template"))
    return Error{Code::kInvalidArgument, "--template FILE and --format template go together, and with no other format"};
  if (name == "template") {
    std::string path = arguments.value("template");
    report::Template parsed = TRY_IN(path, report::parse_template(TRY(base::read_file(path, kMaxTemplate))));
    return Writer([path, parsed = std::move(parsed)](const model::Report& report, const report::Options& options) -> Result<std::string> {
      return TRY_IN(path, report::render_template(parsed, report, options));
    });
  }
  const report::Format* wanted = report::find_format(name);
  if (wanted == nullptr) return Error{Code::kInvalidArgument, format("--format {}: there is {}, template", name, report::format_names())};
  return Writer([wanted](const model::Report& report, const report::Options& options) {
    return Result<std::string>(wanted->write(report, options));
  });
}

Result<int> run(const Arguments& arguments, Context& context) {
  if (arguments.positional.size() != 1) return Error{Code::kInvalidArgument, "scan wants one IMAGE"};
  Writer write = TRY(writer_of(arguments));
  std::optional<policy::FailOn> fail_on;
  if (arguments.flag("fail-on")) fail_on = TRY_IN("--fail-on", policy::parse_fail_on(arguments.value("fail-on")));
  scan::ScanOptions options = TRY(scan_options(arguments));
  options.find_base = true;
  options.base = arguments.value("base");

  if (arguments.flag("leaks")) {
    std::string name = arguments.value("format", "table");
    if (name != "table" && name != "json" && name != "sarif")
      return Error{Code::kInvalidArgument,
                   format("--leaks: {} has no place for secrets; there is table, json, sarif, and batten leaks", name)};
    leaks::Patterns::all().prepare();  // before there are workers
  }
  auto session = TRY(scan::Session::start(cache_directory_of(arguments), context.progress));
  Decisions decisions = TRY(read_decisions(arguments));
  options.attached_vex = decisions.attached;
  if (arguments.flag("files")) session->want_files();
  if (arguments.flag("leaks")) session->want_leaks(TRY(leaks::fingerprint_key()).bytes);
  scan::Scanned& scanned = base::keep_until_exit(TRY(scan::scan(arguments.positional[0], options, *session)));
  model::Report& report = scanned.report;
  apply_decisions(decisions, options.date, scanned);
  if (arguments.flag("base-candidate")) {
    scan::Scanned& candidate =
        base::keep_until_exit(TRY(scan::scan_candidate(arguments.value("base-candidate"), report, options, *session)));
    apply_decisions(decisions, options.date, candidate);
    scan::compare_with_candidate(candidate, report);
  }
  if (fail_on) policy::note_undecided(*fail_on, report);

  report::Options how = report_options(arguments, context);
  how.date = options.date;
  TRY(write_output(arguments.value("output"), TRY(write(report, how))));

  if (fail_on && policy::violates(*fail_on, report)) return kExitPolicy;
  if (scanned.unread_layers > 0) return kExitIncomplete;
  if (arguments.flag("strict") && scan::anything_unread(report)) return kExitIncomplete;
  return kExitFine;
}

constexpr CommandExample kExamples[] = {
    {"batten scan debian:12", "an image of the local engine, else of its registry"},
    {"batten scan docker-archive:image.tar", "what docker save wrote"},
    {"batten scan --fail-on high,fixable app:1.4", "for a CI job: fails when an update would help"},
    {"batten scan --base debian:12 --base-candidate debian:12.9 app:1.4", "would a newer base image help?"},
    {"batten scan --vex team.openvex.json app:1.4", "what somebody has decided about findings counts"},
    {"batten scan --explain CVE-2024-5535 app:1.4", "why is that a finding?"},
};

}  // namespace

extern constinit const Command scan;
constinit const Command scan{
    .name = "scan",
    .summary = "find the known vulnerabilities of an image",
    .positional = "IMAGE",
    .description =
        "IMAGE is an archive (docker save), an OCI layout, a directory with a root file system, an SBOM, an image or container of the "
        "local "
        "engine, or a reference in a registry. docker-archive:, oci:, dir:, sbom:, docker:, container: and registry: force one.",
    .options = kOptions,
    .run = run,
    .examples = kExamples,
};

}  // namespace batten::cli::commands
