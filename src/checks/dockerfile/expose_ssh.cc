// SPDX-License-Identifier: Apache-2.0
#include "base/text.h"
#include "checks/dockerfile_check.h"
#include "checks/dockerfile_walk.h"

namespace batten::checks::dockerfile {
namespace {

void check(const manifest::Dockerfile& file, const Settings&, Hits& hits) {
  each_instruction(file, [&](const manifest::Stage& stage, const manifest::Instruction& instruction) {
    if (instruction.keyword != "EXPOSE") return;
    for (const manifest::Word& word : instruction.words) {
      if (word.value == "22" || base::lower(word.value) == "22/tcp")
        hits.push_back(hit_in(file, stage, word.place, "port 22 is that of SSH"));
    }
  });
}

constexpr std::string_view kReferences[] = {"CIS Docker 1.6: 5.7"};
constexpr Example kExamples[] = {
    {"FROM debian:12\n"
     "EXPOSE 80 22\n",
     "FROM debian:12\n"
     "EXPOSE 2222 220 22/udp\n"},
    {"FROM debian:12\n"
     "EXPOSE 22/TCP\n",
     "FROM debian:12\n"
     "ARG PORT\n"
     "EXPOSE $PORT\n"},
};

}  // namespace

extern constinit const DockerfileCheck expose_ssh;
constinit const DockerfileCheck expose_ssh = {
    .info = {.id = "expose-ssh",
             .title = "The image offers SSH",
             .severity = model::Severity::kMedium,
             .practice = model::PracticeId::kLimitCapabilities,
             .why = "A login server in a container has keys and passwords of its own that nobody looks after, and opens a second way in. "
                    "docker exec gives a shell without one.",
             .fix = "Leave the SSH server out.",
             .references = kReferences},
    .check = check,
    .examples = kExamples,
};

}  // namespace batten::checks::dockerfile
