// SPDX-License-Identifier: Apache-2.0
//
// The container is taken out of the engine's user namespace: its root is the host's root.
#include "checks/container_check.h"
#include "checks/container_facts.h"

namespace batten::checks::container {
namespace {

void check(const model::Container& container, const Settings&, Hits& hits) {
  if (!container.user_namespace || container.user_namespace->value != "host") return;
  hits.push_back(hit_at(container, container.user_namespace->place, "leaves the user namespace that the engine would give it"));
}

std::vector<model::ContainerChange> fix(const model::Container&, const Hit&) {
  return {{.kind = model::ContainerChange::Kind::kRemoveHostUserNamespace}};
}

constexpr std::string_view kReferences[] = {"CIS Docker 1.6: 5.31"};
constexpr Example kExamples[] = {
    {.bad = "services:\n  app:\n    image: debian:12.8\n    userns_mode: host\n",
     .good = "services:\n  app:\n    image: debian:12.8\n    read_only: true\n"},
};

}  // namespace

extern constinit const ContainerCheck host_user_namespace;
constinit const ContainerCheck host_user_namespace = {
    .info = {.id = "host-user-namespace",
             .title = "Container leaves the user namespace",
             .severity = model::Severity::kMedium,
             .practice = model::PracticeId::kLimitCapabilities,
             .why = "Where the engine maps container users to harmless ids of the host (userns-remap), this switches it off for the "
                    "container: its root is root of the host again.",
             .fix = "Remove userns_mode: host.",
             .references = kReferences},
    .check = check,
    .examples = kExamples,
    .fix = fix,
    .words = {.run_line = "Remove --userns host.", .quadlet = "Remove UserNS=host.", .kubernetes = "Set hostUsers: false."},
};

}  // namespace batten::checks::container
