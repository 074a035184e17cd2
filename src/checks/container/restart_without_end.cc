// SPDX-License-Identifier: Apache-2.0
//
// A container that fails is started again for ever.
#include "base/format.h"
#include "checks/container_check.h"
#include "checks/container_facts.h"

namespace batten::checks::container {
namespace {

void check(const model::Container& container, const Settings&, Hits& hits) {
  if (!container.restart) return;
  std::string_view policy = container.restart->value;
  if (policy == "always" || policy == "unless-stopped" || policy == "on-failure" || policy == "on-failure:0")
    hits.push_back(hit_at(container, container.restart->place, format("restarts without end: {}", policy)));
}

std::vector<model::ContainerChange> fix(const model::Container&, const Hit&) {
  return {{.kind = model::ContainerChange::Kind::kRestartOnFailure, .value = "5"}};
}

constexpr std::string_view kReferences[] = {"CIS Docker 1.6: 5.15"};
constexpr Example kExamples[] = {
    {.bad = "services:\n  app:\n    image: debian:12.8\n    restart: always\n",
     .good = "services:\n  app:\n    image: debian:12.8\n    restart: on-failure:5\n"},
};

}  // namespace

extern constinit const ContainerCheck restart_without_end;
constinit const ContainerCheck restart_without_end = {
    .info = {.id = "restart-without-end",
             .title = "Restarts are not bounded",
             .severity = model::Severity::kLow,
             .practice = model::PracticeId::kMonitoring,
             .why = "A service that fails at once is started again and again: the failure looks like uptime, logs fill, and an attacker "
                    "may try as often as it takes.",
             .fix = "restart: on-failure:5, and an alert when it is down.",
             .references = kReferences,
             .strict = true},
    .forms = kCompose | kRunLine | kQuadlet | kEngine,
    .check = check,
    .examples = kExamples,
    .fix = fix,
    .words = {.run_line = "--restart on-failure:5, and an alert when it is down.",
              .quadlet = "In [Service] Restart=on-failure, in [Unit] StartLimitBurst=5, and an alert when it is down."},
};

}  // namespace batten::checks::container
