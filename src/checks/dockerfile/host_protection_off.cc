// SPDX-License-Identifier: Apache-2.0
#include <algorithm>

#include "base/format.h"
#include "checks/dockerfile_check.h"
#include "checks/run_facts.h"

namespace batten::checks::dockerfile {
namespace {

std::string_view switched_off(const manifest::ShellCommand& command) {
  auto has = [&](std::string_view text) {
    return std::ranges::any_of(command.words, [&](const manifest::ShellWord& word) { return word.value.contains(text); });
  };
  if (command.name == "setenforce" && (has("0") || has("ermissive"))) return "SELinux";
  if (command.name == "sed" && has("SELINUX=disabled") && has("/etc/selinux")) return "SELinux";
  if (command.name == "sysctl" && has("randomize_va_space=0")) return "address space randomisation";
  if (command.name == "echo" || command.name == "printf") {
    if (has("randomize_va_space=0") || has("randomize_va_space = 0")) return "address space randomisation";
    for (const manifest::ShellRedirect& one : command.redirects) {
      if (one.target.value.ends_with("/randomize_va_space")) return "address space randomisation";
    }
  }
  if (command.name == "aa-disable" || command.name == "aa-teardown") return "AppArmor";
  return command.name == "ufw" && has("disable") ? "the firewall" : "";
}

void check(const manifest::Dockerfile& file, const Settings&, Hits& hits) {
  each_command(file, [&](const Run& run, const manifest::ShellCommand& command) {
    std::string_view what = switched_off(command);
    if (!what.empty()) hits.push_back(run_hit(run, command.place, format("{} switches {} off", command.name, what)));
  });
}

constexpr Example kExamples[] = {
    {.bad = "FROM centos:7\n"
            "RUN setenforce 0\n",
     .good = "FROM centos:7\n"
             "RUN getenforce && setenforce 1 && sysctl -w net.core.somaxconn=1024\n"},
    {.bad = "FROM debian:12.8\n"
            "RUN echo 0 > /proc/sys/kernel/randomize_va_space\n",
     .good = "FROM debian:12.8\n"
             "RUN cat /proc/sys/kernel/randomize_va_space && echo 0 > /x\n"},
};

}  // namespace

extern constinit const DockerfileCheck host_protection_off;
constinit const DockerfileCheck host_protection_off = {
    .info = {.id = "host-protection-off",
             .title = "A protection of the kernel is switched off",
             .severity = model::Severity::kLow,
             .practice = model::PracticeId::kLimitCapabilities,
             .why = "These switches belong to the host, not to the image: the build has no right to them, and where it has (a privileged "
                    "builder), the whole host loses the protection.",
             .fix = "Remove the line; what a container may do is said when it is started."},
    .check = check,
    .examples = kExamples,
};

}  // namespace batten::checks::dockerfile
