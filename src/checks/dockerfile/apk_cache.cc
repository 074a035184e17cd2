// SPDX-License-Identifier: Apache-2.0
#include "checks/dockerfile_check.h"
#include "checks/package_call.h"
#include "checks/run_facts.h"

namespace batten::checks::dockerfile {
namespace {

void check(const manifest::Dockerfile& file, const Settings&, Hits& hits) {
  each_run(file, [&](const Run& run) {
    if (!run.in_image || has_cache_mount(run, {"/var/cache/apk", "/etc/apk/cache"})) return;
    for (const manifest::ShellCommand& command : run.commands()) {
      PackageCall call = package_call(command, PackageTool::kApk);
      if (call.tool != PackageTool::kApk || call.action != PackageAction::kInstall) continue;
      if (call.has({"--no-cache", "--root", "-p", "--no-network"}) || removes(run, &command, {"/var/cache/apk"})) continue;
      hits.push_back(run_hit(run, command.place, "apk add is called without --no-cache"));
    }
  });
}

Result<Edits> fix(const manifest::Dockerfile& file, const Hit& hit, const Surroundings&) {
  FoundCommand found = command_at(file, hit.place);
  if (found.command == nullptr) return Edits{};
  return insert_behind_word(found, package_call(*found.command).verb, " --no-cache");
}

constexpr std::string_view kReferences[] = {"hadolint DL3019", "Dockle DKL-DI-0004"};
constexpr Example kExamples[] = {
    {.bad = "FROM alpine:3.20\n"
            "RUN apk add -U curl=8.9.1-r1\n",
     .good = "FROM alpine:3.20\n"
             "RUN apk add --no-cache -U curl=8.9.1-r1\n"},
    {.bad = "FROM alpine:3.20\n"
            "RUN apk update && apk add curl=8.9.1-r1\n",
     .good = "FROM alpine:3.20\n"
             "RUN apk update && apk add curl=8.9.1-r1 && rm -rf /var/cache/apk/*\n"},
    {.bad = "FROM alpine:3.20\n"
            "RUN apk add git\n"
            "CMD [\"git\"]\n",
     .good = "FROM alpine:3.20 AS build\n"
             "RUN apk add git\n"
             "FROM alpine:3.20\n"
             "RUN --mount=type=cache,target=/etc/apk/cache apk add curl\n"},
};

}  // namespace

extern constinit const DockerfileCheck apk_cache;
constinit const DockerfileCheck apk_cache = {
    .info = {.id = "apk-cache",
             .title = "apk leaves its index in the image",
             .severity = model::Severity::kLow,
             .practice = model::PracticeId::kLimitCapabilities,
             .why = "apk keeps the index of all packages under /var/cache/apk. Nothing reads it when the container runs, and a later layer "
                    "does not make this one smaller.",
             .fix = "Add --no-cache; apk update is not needed then.",
             .references = kReferences},
    .check = check,
    .examples = kExamples,
    .fix = fix,
};

}  // namespace batten::checks::dockerfile
