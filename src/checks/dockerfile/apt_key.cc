// SPDX-License-Identifier: Apache-2.0
#include "base/format.h"
#include "checks/dockerfile_check.h"
#include "checks/run_facts.h"

namespace batten::checks::dockerfile {
namespace {

void check(const manifest::Dockerfile& file, const Settings&, Hits& hits) {
  each_command(file, [&](const Run& run, const manifest::ShellCommand& command) {
    if (command.name != "apt-key") return;
    for (std::size_t i = 1; i < command.words.size(); ++i) {
      if (!is_among(command.words[i].value, {"add", "adv"})) continue;
      hits.push_back(run_hit(run, command.place, format("apt-key {} makes a key valid for all repositories", command.words[i].value)));
      return;
    }
  });
}

constexpr Example kExamples[] = {
    {.bad = "FROM debian:12.8\n"
            "RUN curl -fsSL https://x.example/k | apt-key add -\n",
     .good = "FROM debian:12.8\n"
             "RUN curl -fsSL https://x.example/k | gpg --dearmor -o /etc/apt/keyrings/x.gpg && apt-key list\n"},
    {.bad = "FROM debian:12.8\n"
            "RUN apt-key --keyring /x adv --recv-keys ABCD\n",
     .good = "FROM debian:12.8\n"
             "RUN gpg --batch --keyserver keys.x.example --recv-keys 0123456789012345678901234567890123456789\n"},
};

}  // namespace

extern constinit const DockerfileCheck apt_key;
constinit const DockerfileCheck apt_key = {
    .info = {.id = "apt-key",
             .title = "apt-key trusts a key for everything",
             .severity = model::Severity::kLow,
             .practice = model::PracticeId::kTrustedImages,
             .why = "A key that apt-key adds may sign packages of every repository, Debian's own as well. apt-key is gone from Debian 13 "
                    "and Ubuntu 24.10 on.",
             .fix = "Save the key under /etc/apt/keyrings and name it in the entry: deb [signed-by=/etc/apt/keyrings/x.asc] https://..."},
    .check = check,
    .examples = kExamples,
};

}  // namespace batten::checks::dockerfile
