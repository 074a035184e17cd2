// SPDX-License-Identifier: Apache-2.0
//
// The container shares the host's IPC namespace.
#include <algorithm>

#include "checks/container_check.h"
#include "checks/container_facts.h"

namespace batten::checks::container {
namespace {

void check(const model::Container& container, const Settings&, Hits& hits) {
  bool said = container.ipc_mode && container.ipc_mode->value == "host";
  bool shared =
      container.process && std::ranges::find(container.process->host_namespaces, "ipc") != container.process->host_namespaces.end();
  if (!said && !shared) return;
  hits.push_back(hit_at(container, said ? container.ipc_mode->place : model::Place(), "shares the host's IPC namespace",
                        shared ? "/proc/PID/ns/ipc is the host's" : ""));
}

std::vector<model::ContainerChange> fix(const model::Container&, const Hit&) {
  return {{.kind = model::ContainerChange::Kind::kRemoveHostIpc}};
}

constexpr std::string_view kReferences[] = {"CIS Docker 1.6: 5.17", "PSS baseline: hostNamespaces"};
constexpr Example kExamples[] = {
    {.bad = "services:\n  app:\n    image: debian:12.8\n    ipc: host\n",
     .good = "services:\n  app:\n    image: debian:12.8\n    read_only: true\n"},
};

}  // namespace

extern constinit const ContainerCheck host_ipc;
constinit const ContainerCheck host_ipc = {
    .info = {.id = "host-ipc",
             .title = "Container shares the host's IPC",
             .severity = model::Severity::kMedium,
             .practice = model::PracticeId::kLimitCapabilities,
             .why = "It can read and change shared memory and message queues of programs of the host.",
             .fix = "Remove ipc: host.",
             .references = kReferences},
    .check = check,
    .examples = kExamples,
    .fix = fix,
    .words = {.run_line = "Remove --ipc host.", .quadlet = "Remove --ipc=host from PodmanArgs=.", .kubernetes = "Remove hostIPC: true."},
};

}  // namespace batten::checks::container
