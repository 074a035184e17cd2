// SPDX-License-Identifier: Apache-2.0
#include "base/format.h"
#include "checks/dockerfile_check.h"
#include "checks/run_facts.h"

namespace batten::checks::dockerfile {
namespace {

void check(const manifest::Dockerfile& file, const Settings&, Hits& hits) {
  each_run(file, [&](const Run& run) {
    for (const manifest::ShellCommand& command : run.commands()) {
      if (command.name != "sudo" && !command.is_wrapped_in("sudo")) continue;
      std::string_view what = command.name == "sudo" ? "a command" : std::string_view(command.name);
      hits.push_back(run_hit(run, command.place, format("sudo runs {}", what.empty() ? "a command" : what.substr(0, 80))));
      return;
    }
  });
}

constexpr std::string_view kReferences[] = {"hadolint DL3004", "Dockle DKL-DI-0001"};
constexpr Example kExamples[] = {
    {.bad = "FROM debian:12.8\n"
            "RUN a && sudo -E apt-get update\n",
     .good = "FROM debian:12.8\n"
             "RUN su-exec app true && apt-get install -y sudo && echo 'use sudo'\n"},
};

}  // namespace

extern constinit const DockerfileCheck sudo;
constinit const DockerfileCheck sudo = {
    .info = {.id = "sudo",
             .title = "sudo in RUN",
             .severity = model::Severity::kMedium,
             .practice = model::PracticeId::kLimitCapabilities,
             .why = "sudo is not needed to become root while an image is built, and where a user of the image may use it without a "
                    "password, so may whoever takes over the service.",
             .fix = "Run it as root (USER root, and the service's USER again behind it) and leave sudo out of the image.",
             .references = kReferences},
    .check = check,
    .examples = kExamples,
};

}  // namespace batten::checks::dockerfile
