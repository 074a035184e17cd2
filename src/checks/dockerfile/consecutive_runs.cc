// SPDX-License-Identifier: Apache-2.0
#include "checks/dockerfile_check.h"
#include "checks/run_facts.h"

namespace batten::checks::dockerfile {
namespace {

void check(const manifest::Dockerfile& file, const Settings&, Hits& hits) {
  each_run(file, [&](const Run& run) {
    if (!run.in_image || run.triggered || run.index == 0) return;
    const manifest::Instruction& before = run.stage.instructions[run.index - 1];
    // Flags are what keeps them apart.
    if (before.keyword != "RUN" || !before.flags.empty() || !run.instruction.flags.empty()) return;
    hits.push_back(run_hit(run, run.instruction.place, "a RUN follows another and could be part of it"));
  });
}

constexpr std::string_view kReferences[] = {"hadolint DL3059"};
constexpr Example kExamples[] = {
    {.bad = "FROM debian:12.8\n"
            "RUN a\n"
            "RUN b\n",
     .good = "FROM debian:12.8\n"
             "RUN a && b\n"
             "USER 1\n"
             "RUN c\n"
             "RUN --mount=type=cache,target=/x d\n"},
};

}  // namespace

extern constinit const DockerfileCheck consecutive_runs;
constinit const DockerfileCheck consecutive_runs = {
    .info = {.id = "consecutive-runs",
             .title = "One RUN follows another",
             .severity = model::Severity::kNegligible,
             .practice = model::PracticeId::kLimitCapabilities,
             .why = "Each RUN makes a layer; what a later one removes stays in the earlier.",
             .fix = "Join them with &&, or put their lines into one document: RUN <<EOF",
             .references = kReferences,
             .strict = true},
    .check = check,
    .examples = kExamples,
};

}  // namespace batten::checks::dockerfile
