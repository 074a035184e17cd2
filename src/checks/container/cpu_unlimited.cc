// SPDX-License-Identifier: Apache-2.0
//
// Nothing bounds how much processor time the container may use.
#include "checks/container_check.h"
#include "checks/container_facts.h"

namespace batten::checks::container {
namespace {

void check(const model::Container& container, const Settings&, Hits& hits) {
  if (container.process && container.process->cpu_limit) {
    if (*container.process->cpu_limit < 0)
      hits.push_back(hit_at(container, {}, "may use all processors of the host", "its cgroup has no limit"));
    return;
  }
  if (container.is_init) return;  // runs for a moment
  if (container.cpu_limit && container.cpu_limit->value > 0) return;
  model::Place place = container.cpu_limit ? container.cpu_limit->place : model::Place();
  hits.push_back(hit_at(container, place, "may use all processors of the host"));
}

std::vector<model::ContainerChange> fix(const model::Container&, const Hit&) {
  return {{.kind = model::ContainerChange::Kind::kCpuLimit, .value = "1.0"}};
}

constexpr std::string_view kReferences[] = {"CIS Docker 1.6: 5.12", "OWASP Docker rule 7"};
constexpr Example kExamples[] = {
    {.bad = "services:\n  app:\n    image: debian:12.8\n    read_only: true\n",
     .good = "services:\n  app:\n    image: debian:12.8\n    cpus: 0.5\n"},
};

}  // namespace

extern constinit const ContainerCheck cpu_unlimited;
constinit const ContainerCheck cpu_unlimited = {
    .info = {.id = "cpu-unlimited",
             .title = "Processor time is not limited",
             .severity = model::Severity::kLow,
             .practice = model::PracticeId::kMonitoring,
             .why = "One busy container (a miner, an endless loop) slows down everything else on the host.",
             .fix = "Set a limit: cpus or deploy.resources.limits.cpus.",
             .references = kReferences},
    .check = check,
    .examples = kExamples,
    .fix = fix,
    .words = {.run_line = "Set a limit: --cpus 1.",
              .quadlet = "Set a limit: PodmanArgs=--cpus=1, or CPUQuota=100% in [Service].",
              .kubernetes = "Set a limit: resources.limits.cpu."},
};

}  // namespace batten::checks::container
