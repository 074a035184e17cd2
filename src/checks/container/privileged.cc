// SPDX-License-Identifier: Apache-2.0
//
// A container that runs privileged has all capabilities, all devices and no seccomp filter or security module.
#include "base/format.h"
#include "checks/container_check.h"
#include "checks/container_facts.h"

namespace batten::checks::container {
namespace {

void check(const model::Container& container, const Settings&, Hits& hits) {
  if (!is_privileged(container)) return;
  std::string evidence;
  if (container.process && container.process->capabilities_effective)
    evidence = format("CapEff {:016x}", *container.process->capabilities_effective);
  hits.push_back(
      hit_at(container, container.privileged->place, "runs privileged: all capabilities, all devices, no seccomp filter", evidence));
}

std::vector<model::ContainerChange> fix(const model::Container&, const Hit&) {
  return {{.kind = model::ContainerChange::Kind::kRemovePrivileged}};
}

constexpr std::string_view kReferences[] = {"CIS Docker 1.6: 5.5", "PSS baseline: privileged", "OWASP Docker rule 3"};
constexpr Example kExamples[] = {
    {.bad = "services:\n  app:\n    image: debian:12.8\n    privileged: true\n",
     .good = "services:\n  app:\n    image: debian:12.8\n    privileged: false\n    cap_add: [NET_ADMIN]\n"},
};

}  // namespace

extern constinit const ContainerCheck privileged;
constinit const ContainerCheck privileged = {
    .info = {.id = "privileged",
             .title = "Container runs privileged",
             .severity = model::Severity::kCritical,
             .practice = model::PracticeId::kLimitCapabilities,
             .why = "A privileged container gets every capability and every device of the host, and neither seccomp nor AppArmor confines "
                    "it. Whoever takes over a process in it can mount the host's disk and own the machine.",
             .fix = "Remove privileged and give the one device or capability that is needed (devices, cap_add).",
             .references = kReferences},
    .check = check,
    .examples = kExamples,
    .fix = fix,
    .words = {.run_line = "Remove --privileged and give the one device or capability that is needed (--device, --cap-add).",
              .quadlet =
                  "Remove --privileged from PodmanArgs= and give the one device or capability that is needed (AddDevice=, AddCapability=).",
              .kubernetes = "Remove securityContext.privileged and add the one capability that is needed "
                            "(securityContext.capabilities.add); devices by a device plugin."},
};

}  // namespace batten::checks::container
