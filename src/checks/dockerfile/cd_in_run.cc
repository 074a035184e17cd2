// SPDX-License-Identifier: Apache-2.0
#include "base/format.h"
#include "checks/dockerfile_check.h"
#include "checks/run_facts.h"

namespace batten::checks::dockerfile {
namespace {

void check(const manifest::Dockerfile& file, const Settings&, Hits& hits) {
  each_run(file, [&](const Run& run) {
    for (const manifest::ShellCommand& command : run.commands()) {
      if (command.name == "set" || command.words.empty()) continue;
      bool changes = command.name == "cd" && command.words.size() == 2 && !command.substituted && !command.conditional;
      if (changes) hits.push_back(run_hit(run, command.place, format("begins with cd {}", command.words[1].value.substr(0, 80))));
      return;
    }
  });
}

constexpr std::string_view kReferences[] = {"hadolint DL3003"};
constexpr Example kExamples[] = {
    {.bad = "FROM debian:12.8\n"
            "RUN cd /usr/src/app && make\n",
     .good = "FROM debian:12.8\n"
             "WORKDIR /usr/src/app\n"
             "RUN make && (cd doc && make)\n"},
};

}  // namespace

extern constinit const DockerfileCheck cd_in_run;
constinit const DockerfileCheck cd_in_run = {
    .info = {.id = "cd-in-run",
             .title = "RUN changes its directory with cd",
             .severity = model::Severity::kLow,
             .practice = model::PracticeId::kLimitCapabilities,
             .why = "The next RUN begins in the old directory again: who reads the file has to keep track of where each line runs, and a "
                    "path that went wrong deletes or builds in the wrong place.",
             .fix = "Say it once with WORKDIR.",
             .references = kReferences,
             .strict = true},
    .check = check,
    .examples = kExamples,
};

}  // namespace batten::checks::dockerfile
