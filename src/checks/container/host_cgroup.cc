// SPDX-License-Identifier: Apache-2.0
//
// The container sees the host's cgroup tree, or has its limits set by a parent of its own choice.
#include "base/format.h"
#include "base/text.h"
#include "checks/container_check.h"
#include "checks/container_facts.h"

namespace batten::checks::container {
namespace {

void check(const model::Container& container, const Settings&, Hits& hits) {
  // Of a running one that may be the engine's own choice: under cgroup version 1 all share the host's.
  bool asked = container.form != model::ContainerForm::kEngine;
  if (asked && container.cgroup_namespace && container.cgroup_namespace->value == "host")
    hits.push_back(hit_at(container, container.cgroup_namespace->place, "sees the host's cgroup namespace"));
  if (!container.cgroup_parent) return;
  std::string_view parent = container.cgroup_parent->value;
  // The engine's own parents.
  if (parent.empty() || parent == "docker" || parent == "/docker" || parent == "system.slice" || parent.starts_with("/docker/")) return;
  hits.push_back(hit_at(container, container.cgroup_parent->place, format("runs under the cgroup {}", base::printable(parent))));
}

constexpr std::string_view kReferences[] = {"CIS Docker 1.6: 5.25"};
constexpr Example kExamples[] = {
    {.bad = "services:\n  app:\n    image: debian:12.8\n    cgroup: host\n",
     .good = "services:\n  app:\n    image: debian:12.8\n    read_only: true\n"},
    {.bad = "services:\n  app:\n    image: debian:12.8\n    cgroup_parent: m-executor\n",
     .good = "services:\n  app:\n    image: debian:12.8\n    cgroup: private\n"},
};

}  // namespace

extern constinit const ContainerCheck host_cgroup;
constinit const ContainerCheck host_cgroup = {
    .info = {.id = "host-cgroup",
             .title = "Container is outside of the engine's cgroups",
             .severity = model::Severity::kMedium,
             .practice = model::PracticeId::kLimitCapabilities,
             .why = "With the host's cgroup namespace it sees the whole tree, which helped escapes through release_agent; with a parent of "
                    "its own it leaves the limits that the engine's parent sets.",
             .fix = "Remove cgroup: host or cgroup_parent.",
             .references = kReferences},
    .forms = kCompose | kRunLine | kQuadlet | kEngine,
    .check = check,
    .examples = kExamples,
    .words = {.run_line = "Remove --cgroupns host or --cgroup-parent.",
              .quadlet = "Remove CgroupsMode=, --cgroupns or --cgroup-parent of PodmanArgs=."},
};

}  // namespace batten::checks::container
