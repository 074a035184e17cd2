// SPDX-License-Identifier: Apache-2.0
//
// batten audit [CONTAINER...]: this host, its container engine, and what the containers on it really may.
#include "audit/run.h"

#include "base/format.h"
#include "cli/assessment_options.h"
#include "cli/command.h"

namespace batten::cli::commands {
namespace {

constexpr OptionSpec kOwn[] = {
    {"--fail-on", "SEVERITY", "exit with 1 from there on: low, medium, high, critical (default: none)"},
    {"--engine", "ADDRESS", "unix:///path or http://127.0.0.1:PORT (default: $DOCKER_HOST, else the usual sockets)"},
    {"--root", "DIR", "where the host's files are (default: /; in a container often /host)"},
    {"--profile", "NAME", "default or strict (sound advice that few follow)"},
    {"--quiet,-q", "", "no progress, no messages"},
};
constexpr auto kOptions = joined_options(kOwn, kAssessmentOptions);

Result<int> run(const Arguments& arguments, Context& context) {
  std::optional<model::Severity> fail_on = TRY(fail_on_severity(arguments, std::nullopt));
  audit::Options options;
  options.engine = arguments.value("engine");
  options.root = arguments.value("root", "/");
  options.containers = arguments.positional;
  std::string profile = arguments.value("profile", "default");
  if (profile != "default" && profile != "strict")
    return Error{Code::kInvalidArgument, format("--profile {}: there is default, strict", profile)};
  options.settings.strict = profile == "strict";
  model::Assessment assessment = TRY(audit::run(options));
  return finish_assessment(assessment, fail_on, arguments, context);
}

constexpr CommandExample kExamples[] = {
    {"batten audit", "this host, its engine and all containers that run"},
    {"batten audit web", "one container, by its live process"},
    {"batten audit --all --format json", "with everything that passed, for a record"},
    {"batten audit --fail-on high", "for a job that watches a host"},
};

}  // namespace

extern constinit const Command audit;
constinit const Command audit{
    .name = "audit",
    .summary = "the CIS Docker Benchmark on this host, and what running containers really may",
    .positional = "[CONTAINER...]",
    .description =
        "Engine settings, files and their modes, audit rules, swarm; of each running container what the kernel says of its process "
        "(capabilities, seccomp, namespaces, mounts, limits) goes before its configuration. Without CONTAINER: the host and all that run.",
    .options = kOptions,
    .run = run,
    .examples = kExamples,
};

}  // namespace batten::cli::commands
