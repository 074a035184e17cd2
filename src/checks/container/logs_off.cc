// SPDX-License-Identifier: Apache-2.0
//
// The container's output is thrown away.
#include "checks/container_check.h"
#include "checks/container_facts.h"

namespace batten::checks::container {
namespace {

void check(const model::Container& container, const Settings&, Hits& hits) {
  if (container.log_driver && container.log_driver->value == "none")
    hits.push_back(hit_at(container, container.log_driver->place, "throws its log away: log driver none"));
}

constexpr std::string_view kReferences[] = {"CIS Docker 1.6: 2.13"};
constexpr Example kExamples[] = {
    {.bad = "services:\n  app:\n    image: debian:12.8\n    logging:\n      driver: none\n",
     .good = "services:\n  app:\n    image: debian:12.8\n    logging:\n      driver: local\n"},
};

}  // namespace

extern constinit const ContainerCheck logs_off;
constinit const ContainerCheck logs_off = {
    .info = {.id = "logs-off",
             .title = "Logs are thrown away",
             .severity = model::Severity::kMedium,
             .practice = model::PracticeId::kMonitoring,
             .why = "With the log driver none nobody can see afterwards what happened in the container: no alert, no evidence.",
             .fix = "Use json-file or local with limits, or a driver that sends logs to where they are watched.",
             .references = kReferences},
    .forms = kCompose | kRunLine | kQuadlet | kEngine,
    .check = check,
    .examples = kExamples,
};

}  // namespace batten::checks::container
