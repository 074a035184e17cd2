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
    if (command.name == "do-release-upgrade") {
      hits.push_back(run_hit(run, command.place, "do-release-upgrade makes another release of the base image"));
    } else if (call.action == PackageAction::kReleaseUpgrade && call.packages.empty()) {
      hits.push_back(run_hit(run, command.place,
                             format("{} {} may exchange any part of the base image", command.name, command.words[call.verb].value)));
    }
  });
}

constexpr std::string_view kReferences[] = {"Dockle DKL-DI-0003", "hadolint DL3035"};
constexpr Example kExamples[] = {
    {.bad = "FROM debian:12.8\n"
            "RUN apt-get update && apt-get -y dist-upgrade\n",
     .good = "FROM debian:12.8\n"
             "RUN apt-get update && apt-get -y upgrade && apt-get install -y curl\n"},
    {.bad = "FROM opensuse/leap:15.6\n"
            "RUN zypper -n dup\n",
     .good = "FROM opensuse/leap:15.6\n"
             "RUN zypper -n patch\n"},
};

}  // namespace

extern constinit const DockerfileCheck dist_upgrade;
constinit const DockerfileCheck dist_upgrade = {
    .info = {.id = "dist-upgrade",
             .title = "The whole distribution is upgraded",
             .severity = model::Severity::kLow,
             .practice = model::PracticeId::kUpToDate,
             .why = "A dist-upgrade may remove packages and pull in new ones, up to another release: what comes out depends on the day, "
                    "and no longer is the base image that was chosen.",
             .fix = "Take a newer base image; to get security updates before it has them, use apt-get upgrade.",
             .references = kReferences},
    .check = check,
    .examples = kExamples,
};

}  // namespace batten::checks::dockerfile
