// SPDX-License-Identifier: Apache-2.0
//
// The image's health check is switched off, or a running container has none.
#include "checks/container_check.h"
#include "checks/container_facts.h"

namespace batten::checks::container {
namespace {

void check(const model::Container& container, const Settings& settings, Hits& hits) {
  if (container.is_init || container.health.kind == model::ContainerHealth::Kind::kSet) return;
  if (container.health.kind == model::ContainerHealth::Kind::kDisabled) {
    hits.push_back(hit_at(container, container.health.place, "switches the health check off"));
  } else if (container.form == model::ContainerForm::kEngine) {
    hits.push_back(hit_at(container, {}, "has no health check, neither of its own nor from its image"));
  } else if (container.form == model::ContainerForm::kImage) {
    hits.push_back(hit_at(container, {}, "has no health check: nobody sees when it hangs"));
  } else if (settings.strict) {
    hits.push_back(hit_at(container, {}, "has no health check of its own (its image may have one)"));
  }
}

constexpr std::string_view kReferences[] = {"CIS Docker 1.6: 5.27", "CIS Docker 1.6: 4.6"};
constexpr Example kExamples[] = {
    {.bad = "services:\n  app:\n    image: debian:12.8\n    healthcheck:\n      disable: true\n",
     .good = "services:\n  app:\n    image: debian:12.8\n    healthcheck:\n      test: [\"CMD\", \"true\"]\n"},
};

}  // namespace

extern constinit const ContainerCheck health_check_off;
constinit const ContainerCheck health_check_off = {
    .info = {.id = "health-check-off",
             .title = "Nobody checks the container's health",
             .severity = model::Severity::kLow,
             .practice = model::PracticeId::kMonitoring,
             .why = "Without a health check the engine takes a process that hangs for a service that works: it is not restarted, traffic "
                    "goes on to it, and an update that broke it is taken for good.",
             .fix = "healthcheck: with a command that asks the service itself, every 30 seconds.",
             .references = kReferences},
    .forms = kCompose | kRunLine | kQuadlet | kEngine | kImage,
    .check = check,
    .examples = kExamples,
    .words = {.run_line = "--health-cmd with a command that asks the service itself, and --health-interval 30s.",
              .quadlet = "HealthCmd= with a command that asks the service itself, and HealthInterval=30s.",
              .image = "HEALTHCHECK in the Dockerfile, with a command that asks the service itself."},
};

}  // namespace batten::checks::container
