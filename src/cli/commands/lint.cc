// SPDX-License-Identifier: Apache-2.0
//
// batten lint [PATH...]: Dockerfiles, Compose files, Kubernetes manifests and Quadlet units, judged and repaired.
#include <unistd.h>

#include <string>

#include "base/file.h"
#include "base/format.h"
#include "base/time.h"
#include "cli/assessment_options.h"
#include "cli/command.h"
#include "cli/lint_fix.h"
#include "cli/lint_prove.h"
#include "cli/output.h"
#include "lint/lint.h"

namespace batten::cli::commands {
namespace {

constexpr std::uint64_t kMaxInput = 4u << 20, kMaxPolicy = 1u << 20;

constexpr OptionSpec kOwn[] = {
    {"--fail-on", "SEVERITY", "exit with 1 from there on: low (default), medium, high, critical; none: never"},
    {"--fix", "", "repair what can be repaired without taking anything away, in place"},
    {"--fix-all", "", "also what may take away something the program needs (published ports, host namespaces, limits)"},
    {"--diff", "", "with --fix: print the changes, write nothing"},
    {"--prove", "", "with --fix: build the image and start the container before and after, and keep only what still runs"},
    {"--check", "ID", "only results of that check", true},
    {"--profile", "NAME", "default or strict (sound advice that few follow)"},
    {"--policy", "FILE", "instead of the .batten.yaml that is found"},
    {"--no-policy", "", "do not look for a .batten.yaml"},
    {"--pod-security", "LEVEL[:VERSION]", "judge pods by baseline or restricted of that Kubernetes version, as in restricted:1.31"},
    {"--date", "YYYY-MM-DD", "judge as of that day (default: today)"},
    {"--insecure", "", "plain http also for registries that are not on this machine (--fix asks for digests)"},
    {"--quiet,-q", "", "no progress, no messages"},
};
constexpr auto kOptions = joined_options(kOwn, kAssessmentOptions);

Result<lint::Options> lint_options(const Arguments& arguments) {
  lint::Options out;
  out.targets = arguments.positional;
  if (out.targets.empty()) out.targets.emplace_back(".");
  for (const std::string& target : out.targets) {
    if (target == "-") out.standard_input = TRY_IN("standard input", base::read_all(STDIN_FILENO, kMaxInput));
  }
  std::string profile = arguments.value("profile", "default");
  if (profile != "default" && profile != "strict")
    return Error{Code::kInvalidArgument, format("--profile {}: there is default, strict", profile)};
  out.strict = profile == "strict";
  if (arguments.flag("policy")) {
    std::string path = arguments.value("policy");
    out.policy = TRY(lint::parse_policy(path, TRY_IN("--policy", base::read_file(path, kMaxPolicy))));
  } else if (arguments.flag("no-policy")) {
    out.policy = lint::Policy();
  }
  if (arguments.flag("pod-security"))
    out.pod_security = TRY_IN("--pod-security", lint::parse_pod_security(arguments.value("pod-security")));
  out.date = base::now_seconds();
  if (arguments.flag("date")) {
    auto date = base::parse_time(arguments.value("date"));
    if (!date) return Error{Code::kInvalidArgument, format("--date {}: want YYYY-MM-DD", arguments.value("date"))};
    out.date = *date;
  }
  return out;
}

Result<int> run(const Arguments& arguments, Context& context) {
  lint::Options options = TRY(lint_options(arguments));
  std::optional<model::Severity> asked = TRY(fail_on_severity(arguments, model::Severity::kLow));
  bool fixes = arguments.flag("fix") || arguments.flag("fix-all");
  if (!fixes && (arguments.flag("prove") || arguments.flag("diff")))
    return Error{Code::kInvalidArgument, "--prove and --diff go with --fix"};
  if (fixes) {
    if (arguments.flag("prove") && arguments.flag("diff"))
      return Error{Code::kInvalidArgument, "--prove writes files to try them; it can't go with --diff"};
    TRY(arguments.flag("prove") ? fix_and_prove(options, arguments, context) : fix_and_tell(options, arguments, context));
    if (arguments.flag("diff")) return kExitFine;
  }
  lint::Linted linted = TRY(lint::lint(options, context.progress));
  if (auto only = arguments.options.find("check"); only != arguments.options.end()) keep_checks(only->second, linted.assessment);
  if (!arguments.flag("fail-on") && linted.fail_on) asked = linted.fail_on;
  return finish_assessment(linted.assessment, asked, arguments, context);
}

constexpr CommandExample kExamples[] = {
    {"batten lint", "every manifest below this directory"},
    {"batten lint --fix --diff Dockerfile compose.yaml", "what would be repaired"},
    {"batten lint --fix --prove .", "repair, and keep what still builds and starts"},
    {"batten lint --pod-security restricted:1.31 deploy/", "as Kubernetes' admission judges"},
    {"batten lint -", "standard input: helm template CHART | batten lint -"},
    {"batten lint --format sarif --output lint.sarif .", "for code scanning"},
};

}  // namespace

extern constinit const Command lint;
constinit const Command lint{
    .name = "lint",
    .summary = "find and repair what is unsafe in Dockerfiles, Compose files, Kubernetes manifests, Quadlet units",
    .positional = "[PATH...]",
    .description =
        "PATH is a file, a directory (default: this one) or - for standard input. .batten.yaml holds a project's policy; a comment "
        "'# batten:ignore CHECK reason' hides one result. 'batten explain CHECK' says why a check is there.",
    .options = kOptions,
    .run = run,
    .examples = kExamples,
};

}  // namespace batten::cli::commands
