// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <cctype>

#include "base/format.h"
#include "base/text.h"
#include "checks/container_facts.h"
#include "checks/dockerfile_check.h"
#include "checks/run_facts.h"

namespace batten::checks::dockerfile {
namespace {

void check(const manifest::Dockerfile& file, const Settings&, Hits& hits) {
  each_command(file, [&](const Run& run, const manifest::ShellCommand& command) {
    if (command.name != "setcap") return;
    for (std::size_t i = 1; i < command.words.size(); ++i) {
      std::string word = base::lower(command.words[i].value);
      std::size_t sign = word.find_first_of("=+");
      if (!word.starts_with("cap_") && word.substr(0, sign) != "all") continue;
      for (std::string_view name : base::split(std::string_view(word).substr(0, sign), ',')) {
        std::string plain(name.starts_with("cap_") ? name.substr(4) : name);
        std::ranges::transform(plain, plain.begin(), [](unsigned char c) { return static_cast<char>(std::toupper(c)); });
        std::string_view danger = capability_danger(plain);
        if (!danger.empty()) hits.push_back(run_hit(run, command.place, format("setcap gives {}: {}", name, danger)));
      }
    }
  });
}

constexpr Example kExamples[] = {
    {.bad = "FROM debian:12.8\n"
            "RUN setcap cap_sys_admin,cap_net_bind_service+ep /bin/x\n",
     .good = "FROM debian:12.8\n"
             "RUN setcap cap_net_bind_service=+ep /usr/bin/caddy && setcap -r /cap_sys_admin\n"},
};

}  // namespace

extern constinit const DockerfileCheck file_capability;
constinit const DockerfileCheck file_capability = {
    .info = {.id = "file-capability",
             .title = "A program gets a dangerous capability",
             .severity = model::Severity::kMedium,
             .practice = model::PracticeId::kLimitCapabilities,
             .why =
                 "A file capability is given to whoever starts the program. This one reaches beyond the container, or to everything in it.",
             .fix = "Leave it out, or give the container the capability with cap_add where it is needed."},
    .check = check,
    .examples = kExamples,
};

}  // namespace batten::checks::dockerfile
