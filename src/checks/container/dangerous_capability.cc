// SPDX-License-Identifier: Apache-2.0
//
// A capability that is as good as root on the host, or close to it.
#include <algorithm>

#include "base/format.h"
#include "checks/container_check.h"
#include "checks/container_facts.h"
#include "model/capability.h"

namespace batten::checks::container {
namespace {

void check(const model::Container& container, const Settings&, Hits& hits) {
  if (is_privileged(container)) return;  // says it all
  for (const model::Placed<std::string>& added : container.capabilities_added) {
    std::string_view danger = capability_danger(added.value);
    if (!danger.empty()) hits.push_back(hit_at(container, added.place, format("has the capability {}: {}", added.value, danger)));
  }
  // What the kernel says and the configuration does not.
  if (!container.process || !container.process->capabilities_effective || adds_all(container)) return;
  for (const std::string& name : model::capabilities_of(*container.process->capabilities_effective)) {
    std::string_view danger = capability_danger(name);
    bool told = std::ranges::any_of(container.capabilities_added, [&](const auto& added) { return added.value == name; });
    if (danger.empty() || told) continue;
    hits.push_back(hit_at(container, {}, format("has the capability {} although its configuration does not say so: {}", name, danger),
                          format("CapEff {:016x}", *container.process->capabilities_effective)));
  }
}

std::vector<model::ContainerChange> fix(const model::Container&, const Hit& hit) {
  return {{.kind = model::ContainerChange::Kind::kRemoveCapability, .place = hit.place}};
}

constexpr std::string_view kReferences[] = {"CIS Docker 1.6: 5.4", "PSS baseline: capabilities", "OWASP Docker rule 3"};
constexpr Example kExamples[] = {
    {.bad = "services:\n  app:\n    image: debian:12.8\n    cap_add:\n      - SYS_ADMIN\n",
     .good = "services:\n  app:\n    image: debian:12.8\n    cap_drop: [ALL]\n    cap_add: [NET_BIND_SERVICE, CHOWN]\n"},
};

}  // namespace

extern constinit const ContainerCheck dangerous_capability;
constinit const ContainerCheck dangerous_capability = {
    .info = {.id = "dangerous-capability",
             .title = "Container has a capability that reaches the host",
             .severity = model::Severity::kHigh,
             .practice = model::PracticeId::kLimitCapabilities,
             .why = "Capabilities like SYS_ADMIN, SYS_MODULE, SYS_PTRACE or DAC_READ_SEARCH are the building blocks of known container "
                    "escapes: mounting, loading kernel modules, reading any file of the host.",
             .fix = "Drop the capability; look for a narrower one (NET_BIND_SERVICE instead of NET_ADMIN) or let the host do that step.",
             .references = kReferences},
    .check = check,
    .examples = kExamples,
    .fix = fix,
};

}  // namespace batten::checks::container
