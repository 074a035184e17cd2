// SPDX-License-Identifier: Apache-2.0
//
// Nothing bounds how much memory the container may use.
#include "checks/container_check.h"
#include "checks/container_facts.h"

namespace batten::checks::container {
namespace {

void check(const model::Container& container, const Settings&, Hits& hits) {
  if (container.process && container.process->memory_limit_bytes) {
    if (*container.process->memory_limit_bytes < 0)
      hits.push_back(hit_at(container, {}, "may use all memory of the host", "its cgroup has no limit"));
    return;
  }
  if (container.is_init) return;  // runs for a moment
  if (container.memory_limit_bytes && container.memory_limit_bytes->value > 0) return;
  model::Place place = container.memory_limit_bytes ? container.memory_limit_bytes->place : model::Place();
  hits.push_back(hit_at(container, place, "may use all memory of the host"));
}

std::vector<model::ContainerChange> fix(const model::Container&, const Hit&) {
  return {{.kind = model::ContainerChange::Kind::kMemoryLimit, .value = "512m"}};
}

constexpr std::string_view kReferences[] = {"CIS Docker 1.6: 5.11", "OWASP Docker rule 7"};
constexpr Example kExamples[] = {
    {.bad = "services:\n  app:\n    image: debian:12.8\n    read_only: true\n",
     .good = "services:\n  app:\n    image: debian:12.8\n    mem_limit: 256m\n"},
};

}  // namespace

extern constinit const ContainerCheck memory_unlimited;
constinit const ContainerCheck memory_unlimited = {
    .info = {.id = "memory-unlimited",
             .title = "Memory is not limited",
             .severity = model::Severity::kMedium,
             .practice = model::PracticeId::kMonitoring,
             .why = "One container that leaks or is attacked can take all memory, and the kernel then ends processes of others.",
             .fix = "Set a limit a little above what it uses: mem_limit or deploy.resources.limits.memory.",
             .references = kReferences},
    .check = check,
    .examples = kExamples,
    .fix = fix,
    .words = {.run_line = "Set a limit a little above what it uses: --memory 512m.",
              .quadlet = "Set a limit a little above what it uses: Memory=512m (Podman 5.6), PodmanArgs=--memory=512m before.",
              .kubernetes = "Set a limit a little above what it uses: resources.limits.memory."},
};

}  // namespace batten::checks::container
