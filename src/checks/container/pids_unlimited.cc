// SPDX-License-Identifier: Apache-2.0
//
// Nothing bounds how many processes the container may use.
#include "checks/container_check.h"
#include "checks/container_facts.h"

namespace batten::checks::container {
namespace {

void check(const model::Container& container, const Settings&, Hits& hits) {
  if (container.process && container.process->pids_limit) {
    if (*container.process->pids_limit < 0)
      hits.push_back(hit_at(container, {}, "may start any number of processes", "its cgroup has no limit"));
    return;
  }
  if (container.is_init) return;  // runs for a moment
  if (container.pids_limit && container.pids_limit->value > 0) return;
  model::Place place = container.pids_limit ? container.pids_limit->place : model::Place();
  hits.push_back(hit_at(container, place, "may start any number of processes"));
}

std::vector<model::ContainerChange> fix(const model::Container&, const Hit&) {
  return {{.kind = model::ContainerChange::Kind::kPidsLimit, .value = "200"}};
}

constexpr std::string_view kReferences[] = {"CIS Docker 1.6: 5.29", "OWASP Docker rule 7"};
constexpr Example kExamples[] = {
    {.bad = "services:\n  app:\n    image: debian:12.8\n    read_only: true\n",
     .good = "services:\n  app:\n    image: debian:12.8\n    pids_limit: 100\n"},
};

}  // namespace

extern constinit const ContainerCheck pids_unlimited;
constinit const ContainerCheck pids_unlimited = {
    .info =
        {.id = "pids-unlimited",
         .title = "Number of processes is not limited",
         .severity = model::Severity::kMedium,
         .practice = model::PracticeId::kMonitoring,
         .why = "A fork bomb in the container takes all process ids of the host, which then can start nothing, not even a shell to end it.",
         .fix = "pids_limit: 200, or what the program needs.",
         .references = kReferences},
    .forms = kCompose | kRunLine | kQuadlet | kEngine,  // Kubernetes has no such setting of a container
    .check = check,
    .examples = kExamples,
    .fix = fix,
    .words = {.run_line = "--pids-limit 200, or what the program needs.", .quadlet = "PidsLimit=200, or what the program needs."},
};

}  // namespace batten::checks::container
