// SPDX-License-Identifier: Apache-2.0
#include <algorithm>

#include "base/format.h"
#include "checks/dockerfile_check.h"
#include "checks/dockerfile_walk.h"

namespace batten::checks::dockerfile {
namespace {

std::string target_of(const manifest::Flag& mount) {
  for (std::string_view field : {"target", "dst", "destination"}) {
    if (std::string_view path = manifest::mount_field(mount, field); !path.empty()) return std::string(path);
  }
  std::string_view id = manifest::mount_field(mount, "id");
  return id.empty() ? "" : "/run/secrets/" + std::string(id);
}

// cp SECRET x, cat SECRET > x
bool writes(const manifest::ShellCommand& command, const std::string& secret) {
  bool named = false;
  for (std::size_t i = 1; i < command.words.size(); ++i) named = named || command.words[i].value == secret;
  bool last = command.words.size() > 1 && command.words.back().value == secret;
  bool temporary = !command.words.empty() && command.words.back().value.starts_with("/tmp/");
  if (command.name == "cp" || command.name == "mv" || command.name == "install") return named && !last && !temporary;
  if (command.name != "cat") return false;
  return named && std::ranges::any_of(command.redirects, [](const manifest::ShellRedirect& one) {
           return one.op.starts_with('>') && one.op != ">&" && !one.target.value.starts_with("/dev/") &&
                  !one.target.value.starts_with("/tmp/");
         });
}

void check(const manifest::Dockerfile& file, const Settings&, Hits& hits) {
  each_instruction(file, [&](const manifest::Stage& stage, const manifest::Instruction& instruction) {
    for (const manifest::Flag& flag : instruction.flags) {
      if (flag.name != "mount" || manifest::mount_field(flag, "type") != "secret") continue;
      std::string secret = target_of(flag);
      for (const manifest::ShellCommand& command : instruction.script.commands) {
        if (secret.empty() || !writes(command, secret)) continue;
        hits.push_back(hit_in(file, stage, command.place, format("{} writes {} into the layer", command.name, secret)));
      }
    }
  });
}

constexpr std::string_view kReferences[] = {"CIS Docker 1.6: 4.10"};
constexpr Example kExamples[] = {
    {"FROM debian:12\n"
     "RUN --mount=type=secret,id=key cp /run/secrets/key /root/key && x\n",
     "FROM debian:12\n"
     "RUN --mount=type=secret,id=key T=$(cat /run/secrets/key) x\n"},
    {"FROM debian:12\n"
     "RUN --mount=type=secret,id=a,target=/s cat /s > /etc/token\n",
     "FROM debian:12\n"
     "RUN --mount=type=secret,id=a,target=/s cat /s | docker login 2>/dev/null\n"},
};

}  // namespace

extern constinit const DockerfileCheck secret_mount_copied;
constinit const DockerfileCheck secret_mount_copied = {
    .info = {.id = "secret-mount-copied",
             .title = "A mounted secret is written into the image",
             .severity = model::Severity::kHigh,
             .practice = model::PracticeId::kSecretsManagement,
             .why =
                 "The mount keeps the secret out of the layer; a copy of it puts it back in, readable by everybody who can pull the image.",
             .fix = "Read it where it is mounted (--mount=type=secret,id=...,target=...), and write nothing of it.",
             .references = kReferences},
    .check = check,
    .examples = kExamples,
};

}  // namespace batten::checks::dockerfile
