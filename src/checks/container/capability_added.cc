// SPDX-License-Identifier: Apache-2.0
//
// A capability beyond the engine's own set that is less than an escape.
#include "base/format.h"
#include "base/text.h"
#include "checks/container_check.h"
#include "checks/container_facts.h"
#include "model/capability.h"

namespace batten::checks::container {
namespace {

void check(const model::Container& container, const Settings&, Hits& hits) {
  for (const model::Placed<std::string>& added : container.capabilities_added) {
    if (model::is_default_capability(added.value) || !capability_danger(added.value).empty()) continue;
    if (model::capability_number(added.value)) {
      hits.push_back(hit_at(container, added.place, format("adds the capability {}", added.value)));
    } else {
      hits.push_back(hit_at(container, added.place, format("adds {}, which is no capability of Linux", base::printable(added.value))));
    }
  }
}

constexpr std::string_view kReferences[] = {"CIS Docker 1.6: 5.4", "PSS baseline: capabilities"};
constexpr Example kExamples[] = {
    {.bad = "services:\n  app:\n    image: debian:12.8\n    cap_add: [SYS_NICE]\n",
     .good = "services:\n  app:\n    image: debian:12.8\n    cap_add: [CHOWN]\n"},
};

}  // namespace

extern constinit const ContainerCheck capability_added;
constinit const ContainerCheck capability_added = {
    .info = {.id = "capability-added",
             .title = "Container is given more capabilities than the default",
             .severity = model::Severity::kLow,
             .practice = model::PracticeId::kLimitCapabilities,
             .why = "Each capability that is added widens what a taken-over process can do. The engine's default set is already more than "
                    "most programs need.",
             .fix = "Check whether it is needed; start with cap_drop: [ALL] and add back what the program fails without.",
             .references = kReferences},
    .check = check,
    .examples = kExamples,
    .words =
        {.run_line = "Check whether it is needed; start with --cap-drop ALL and add back with --cap-add what the program fails without.",
         .quadlet =
             "Check whether it is needed; start with DropCapability=ALL and add back with AddCapability= what the program fails without.",
         .kubernetes = "Check whether it is needed; start with securityContext.capabilities.drop: [ALL] and add back what the program "
                       "fails without."},
};

}  // namespace batten::checks::container
