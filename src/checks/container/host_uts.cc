// SPDX-License-Identifier: Apache-2.0
//
// The container shares the host's UTS namespace.
#include <algorithm>

#include "checks/container_check.h"
#include "checks/container_facts.h"

namespace batten::checks::container {
namespace {

void check(const model::Container& container, const Settings&, Hits& hits) {
  bool said = container.uts_mode && container.uts_mode->value == "host";
  bool shared =
      container.process && std::ranges::find(container.process->host_namespaces, "uts") != container.process->host_namespaces.end();
  if (!said && !shared) return;
  hits.push_back(hit_at(container, said ? container.uts_mode->place : model::Place(), "shares the host's UTS namespace",
                        shared ? "/proc/PID/ns/uts is the host's" : ""));
}

std::vector<model::ContainerChange> fix(const model::Container&, const Hit&) {
  return {{.kind = model::ContainerChange::Kind::kRemoveHostUts}};
}

constexpr std::string_view kReferences[] = {"CIS Docker 1.6: 5.21"};
constexpr Example kExamples[] = {
    {.bad = "services:\n  app:\n    image: debian:12.8\n    uts: host\n",
     .good = "services:\n  app:\n    image: debian:12.8\n    read_only: true\n"},
};

}  // namespace

extern constinit const ContainerCheck host_uts;
constinit const ContainerCheck host_uts = {
    .info = {.id = "host-uts",
             .title = "Container shares the host's name",
             .severity = model::Severity::kLow,
             .practice = model::PracticeId::kLimitCapabilities,
             .why = "With the capability for it, it can change the host's name.",
             .fix = "Remove uts: host.",
             .references = kReferences},
    .check = check,
    .examples = kExamples,
    .fix = fix,
    .words = {.run_line = "Remove --uts host.",
              .quadlet = "Remove --uts=host from PodmanArgs=.",
              .kubernetes = "Remove hostNetwork: true, which brings the host's name with it."},
};

}  // namespace batten::checks::container
