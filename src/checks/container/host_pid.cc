// SPDX-License-Identifier: Apache-2.0
//
// The container shares the host's process namespace.
#include <algorithm>

#include "checks/container_check.h"
#include "checks/container_facts.h"

namespace batten::checks::container {
namespace {

void check(const model::Container& container, const Settings&, Hits& hits) {
  bool said = container.pid_mode && container.pid_mode->value == "host";
  bool shared =
      container.process && std::ranges::find(container.process->host_namespaces, "pid") != container.process->host_namespaces.end();
  if (!said && !shared) return;
  hits.push_back(hit_at(container, said ? container.pid_mode->place : model::Place(), "shares the host's process namespace",
                        shared ? "/proc/PID/ns/pid is the host's" : ""));
}

std::vector<model::ContainerChange> fix(const model::Container&, const Hit&) {
  return {{.kind = model::ContainerChange::Kind::kRemoveHostPid}};
}

constexpr std::string_view kReferences[] = {"CIS Docker 1.6: 5.16", "PSS baseline: hostNamespaces"};
constexpr Example kExamples[] = {
    {.bad = "services:\n  app:\n    image: debian:12.8\n    pid: host\n",
     .good = "services:\n  app:\n    image: debian:12.8\n    read_only: true\n"},
};

}  // namespace

extern constinit const ContainerCheck host_pid;
constinit const ContainerCheck host_pid = {
    .info = {.id = "host-pid",
             .title = "Container sees the host's processes",
             .severity = model::Severity::kHigh,
             .practice = model::PracticeId::kLimitCapabilities,
             .why =
                 "It can read the environment and files of every process of the host through /proc, and signal or trace those of its user.",
             .fix = "Remove pid: host.",
             .references = kReferences},
    .check = check,
    .examples = kExamples,
    .fix = fix,
    .words = {.run_line = "Remove --pid host.", .quadlet = "Remove --pid=host from PodmanArgs=.", .kubernetes = "Remove hostPID: true."},
};

}  // namespace batten::checks::container
