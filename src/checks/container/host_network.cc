// SPDX-License-Identifier: Apache-2.0
//
// The container shares the host's network namespace.
#include <algorithm>

#include "checks/container_check.h"
#include "checks/container_facts.h"

namespace batten::checks::container {
namespace {

void check(const model::Container& container, const Settings&, Hits& hits) {
  bool said = container.network_mode && container.network_mode->value == "host";
  bool shared =
      container.process && std::ranges::find(container.process->host_namespaces, "net") != container.process->host_namespaces.end();
  if (!said && !shared) return;
  hits.push_back(hit_at(container, said ? container.network_mode->place : model::Place(), "shares the host's network namespace",
                        shared ? "/proc/PID/ns/net is the host's" : ""));
}

std::vector<model::ContainerChange> fix(const model::Container&, const Hit&) {
  return {{.kind = model::ContainerChange::Kind::kRemoveHostNetwork}};
}

constexpr std::string_view kReferences[] = {"CIS Docker 1.6: 5.10", "PSS baseline: hostNamespaces"};
constexpr Example kExamples[] = {
    {.bad = "services:\n  app:\n    image: debian:12.8\n    network_mode: host\n",
     .good = "services:\n  app:\n    image: debian:12.8\n    read_only: true\n"},
};

}  // namespace

extern constinit const ContainerCheck host_network;
constinit const ContainerCheck host_network = {
    .info = {.id = "host-network",
             .title = "Container uses the host's network",
             .severity = model::Severity::kHigh,
             .practice = model::PracticeId::kLimitCapabilities,
             .why = "It sees and opens every port of the host, reaches services that listen on 127.0.0.1 only, and abstract sockets such "
                    "as an old containerd's.",
             .fix = "Remove network_mode: host.",
             .references = kReferences},
    .check = check,
    .examples = kExamples,
    .fix = fix,
    .words = {.run_line = "Remove --network host; publish the ports that are needed with -p.",
              .quadlet = "Remove Network=host; publish the ports that are needed with PublishPort=.",
              .kubernetes = "Remove hostNetwork: true; a Service makes ports reachable."},
};

}  // namespace batten::checks::container
