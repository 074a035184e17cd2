// SPDX-License-Identifier: Apache-2.0
#include "base/format.h"
#include "checks/dockerfile_check.h"
#include "checks/package_call.h"
#include "checks/run_facts.h"

namespace batten::checks::dockerfile {
namespace {

void check(const manifest::Dockerfile& file, const Settings&, Hits& hits) {
  each_command(file, [&](const Run& run, const manifest::ShellCommand& command) {
    PackageCall call = package_call(command);
    if (!is_of_system(call.tool) || call.action != PackageAction::kUpgrade || !call.packages.empty()) return;
    hits.push_back(
        run_hit(run, command.place,
                format("{} {} upgrades whatever is there on the day of the build", command.name, command.words[call.verb].value)));
  });
}

constexpr Example kExamples[] = {
    {.bad = "FROM debian:12.8\n"
            "RUN apt-get update && apt-get -y upgrade\n",
     .good = "FROM debian:12.8\n"
             "RUN apt-get update && apt-get install -y --only-upgrade openssl && npm update\n"},
    {.bad = "FROM alpine:3.20\n"
            "RUN apk upgrade --no-cache\n",
     .good = "FROM alpine:3.20\n"
             "RUN apk upgrade --no-cache openssl\n"},
};

}  // namespace

extern constinit const DockerfileCheck upgrade_in_build;
constinit const DockerfileCheck upgrade_in_build = {
    .info =
        {.id = "upgrade-in-build",
         .title = "All packages of the base image are upgraded",
         .severity = model::Severity::kLow,
         .practice = model::PracticeId::kUpToDate,
         .why = "The upgrade runs once, then the layer is reused: the image looks maintained and is as old as its cache. A newer base "
                "image says what it holds.",
         .fix =
             "Rebuild on a newer base image (batten update shows when there is one), and keep the upgrade for what it does not have yet.",
         .strict = true},
    .check = check,
    .examples = kExamples,
};

}  // namespace batten::checks::dockerfile
