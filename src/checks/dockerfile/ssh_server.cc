// SPDX-License-Identifier: Apache-2.0
#include <algorithm>

#include "checks/dockerfile_check.h"
#include "checks/installs.h"

namespace batten::checks::dockerfile {
namespace {

bool is_server(std::string_view package) {
  return is_among(package, {"openssh-server", "dropbear", "dropbear-bin", "tinyssh", "openssh-sftp-server"});
}

void check(const manifest::Dockerfile& file, const Settings&, Hits& hits) {
  report_installed(file, is_server, " into the image", hits);
  each_command(file, [&](const Run& run, const manifest::ShellCommand& command) {
    if (!run.in_image) return;
    bool writes = std::ranges::any_of(command.redirects, [](const manifest::ShellRedirect& one) {
      return one.op.starts_with('>') && one.target.value.ends_with("authorized_keys");
    });
    if (writes) hits.push_back(run_hit(run, command.place, "a key that may log in is written to authorized_keys"));
  });
}

constexpr std::string_view kReferences[] = {"CIS Docker 1.6: 5.7"};
constexpr Example kExamples[] = {
    {.bad = "FROM debian:12.8\n"
            "RUN apt-get update && apt-get install -y openssh-server\n",
     .good =
         "FROM debian:12.8\n"
         "RUN apt-get update && apt-get install -y openssh-client git && mkdir -p ~/.ssh && ssh-keyscan x.example >> ~/.ssh/known_hosts\n"},
    {.bad = "FROM debian:12.8\n"
            "RUN echo 'ssh-ed25519 AAAA a' >> /root/.ssh/authorized_keys\n",
     .good = "FROM debian:12.8 AS test\n"
             "RUN apt-get update && apt-get install -y openssh-server\n"
             "FROM debian:12.8\n"},
};

}  // namespace

extern constinit const DockerfileCheck ssh_server;
constinit const DockerfileCheck ssh_server = {
    .info = {.id = "ssh-server",
             .title = "The image holds an SSH server",
             .severity = model::Severity::kMedium,
             .practice = model::PracticeId::kLimitCapabilities,
             .why = "A second way in, with keys and passwords of its own to look after, and nothing of what happens through it is in the "
                    "container's log.",
             .fix = "Use docker exec or kubectl exec, which ask the engine's own permissions.",
             .references = kReferences},
    .check = check,
    .examples = kExamples,
};

}  // namespace batten::checks::dockerfile
