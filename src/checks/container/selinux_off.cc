// SPDX-License-Identifier: Apache-2.0
//
// SELinux separation is switched off for the container.
#include "checks/container_check.h"
#include "checks/container_facts.h"

namespace batten::checks::container {
namespace {

void check(const model::Container& container, const Settings&, Hits& hits) {
  for (const model::Placed<std::string>& option : container.security_options) {
    if (option.value == "label=disable" || option.value == "label:disable")
      hits.push_back(hit_at(container, option.place, "switches SELinux's separation off"));
  }
  if (container.selinux && container.selinux->value == "disable" && container.security_options.empty())
    hits.push_back(hit_at(container, container.selinux->place, "switches SELinux's separation off"));
}

std::vector<model::ContainerChange> fix(const model::Container&, const Hit& hit) {
  return {{.kind = model::ContainerChange::Kind::kRemoveSecurityOption, .place = hit.place}};
}

constexpr std::string_view kReferences[] = {"CIS Docker 1.6: 5.3"};
constexpr Example kExamples[] = {
    {.bad = "services:\n  app:\n    image: debian:12.8\n    security_opt:\n      - label=disable\n",
     .good = "services:\n  app:\n    image: debian:12.8\n    security_opt:\n      - label=type:container_t\n"},
};

}  // namespace

extern constinit const ContainerCheck selinux_off;
constinit const ContainerCheck selinux_off = {
    .info = {.id = "selinux-off",
             .title = "SELinux does not confine the container",
             .severity = model::Severity::kMedium,
             .practice = model::PracticeId::kLimitCapabilities,
             .why = "With label=disable the container runs with the host's own SELinux domain: nothing separates it from the files of the "
                    "host and of other containers.",
             .fix = "Remove label=disable; mount volumes with :z or :Z instead.",
             .references = kReferences},
    .check = check,
    .examples = kExamples,
    .fix = fix,
    .words = {.run_line = "Remove --security-opt label=disable; mount volumes with :z or :Z instead.",
              .quadlet = "Remove SecurityLabelDisable=true; mount volumes with :z or :Z instead.",
              .kubernetes = "Remove the type from seLinuxOptions, and let the runtime label volumes."},
};

}  // namespace batten::checks::container
