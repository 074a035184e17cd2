// SPDX-License-Identifier: Apache-2.0
//
// A container with an SSH server has a second way in, with keys and updates of its own.
#include <algorithm>

#include "checks/container_check.h"
#include "checks/container_facts.h"

namespace batten::checks::container {
namespace {

// Services whose job SSH is.
constexpr std::string_view kMeant[] = {"gitea",          "forgejo", "gitlab-ce", "gitlab-ee",  "gogs",
                                       "openssh-server", "sftp",    "sftpgo",    "soft-serve", "bastion"};

void check(const model::Container& container, const Settings&, Hits& hits) {
  if (std::ranges::any_of(kMeant, [&](std::string_view name) { return is_image_named(container.image.value, name); })) return;
  for (const model::ContainerPort& port : container.ports) {
    if (port.container_first == 22) {
      hits.push_back(hit_at(container, port.place, "opens port 22, SSH"));
      return;
    }
  }
  for (const auto* words : {&container.entrypoint, &container.command}) {
    for (const model::Placed<std::string>& word : *words) {
      if (word.value != "sshd" && !word.value.ends_with("/sshd")) continue;
      hits.push_back(hit_at(container, word.place, "starts an SSH server"));
      return;
    }
  }
}

constexpr std::string_view kReferences[] = {"CIS Docker 1.6: 5.7"};
constexpr Example kExamples[] = {
    {.bad = "services:\n  app:\n    image: debian:12.8\n    ports:\n      - \"127.0.0.1:2222:22\"\n",
     .good = "services:\n  app:\n    image: gitea/gitea:1.22\n    ports:\n      - \"127.0.0.1:2222:22\"\n"},
    {.bad = "services:\n  app:\n    image: debian:12.8\n    command: [\"/usr/sbin/sshd\", \"-D\"]\n",
     .good = "services:\n  app:\n    image: debian:12.8\n    command: [\"python3\", \"sshd_report.py\"]\n"},
};

}  // namespace

extern constinit const ContainerCheck ssh_server;
constinit const ContainerCheck ssh_server = {
    .info = {.id = "ssh-server",
             .title = "Container runs an SSH server",
             .severity = model::Severity::kMedium,
             .practice = model::PracticeId::kLimitCapabilities,
             .why = "An SSH server in a container needs keys, users and updates that nobody manages there, and it goes around the engine's "
                    "access control and log. `docker exec` gives a shell to those who may.",
             .fix = "Remove the server and its port.",
             .references = kReferences},
    .forms = kAllForms | kImage,
    .check = check,
    .examples = kExamples,
};

}  // namespace batten::checks::container
