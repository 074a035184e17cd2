// SPDX-License-Identifier: Apache-2.0
//
// The image has a health check and the Compose file switches it off.
#include "base/format.h"
#include "checks/project_check.h"

namespace batten::checks::project {
namespace {

void check(const Project& project, const Settings&, std::vector<ProjectHit>& hits) {
  for (const ProjectService& service : project.services) {
    const model::Container& container = service.service->container;
    if (service.built_from == nullptr || container.is_init) continue;
    const manifest::Dockerfile& file = *service.built_from->file;
    manifest::StageState state = manifest::final_state(file, file.stages.back());
    bool has_one = state.healthcheck != nullptr && !state.healthcheck->words.empty() && state.healthcheck->words[0].value != "NONE";
    if (has_one && container.health.kind == model::ContainerHealth::Kind::kDisabled)
      hits.push_back({service.path,
                      {.place = container.health.place,
                       .subject = "service " + container.name,
                       .message = format("switches off the health check of its Dockerfile ({}:{})", service.built_from->path,
                                         state.healthcheck->line)}});
  }
}

constexpr std::string_view kReferences[] = {"CIS Docker 1.6: 5.27"};
constexpr Example kExamples[] = {
    {.bad = "FROM debian:12.8\nHEALTHCHECK CMD [\"true\"]\n--- compose.yaml\nservices:\n  app:\n    build: .\n    healthcheck:\n      "
            "disable: true\n",
     .good = "FROM debian:12.8\nHEALTHCHECK CMD [\"true\"]\n--- compose.yaml\nservices:\n  app:\n    build: .\n"},
};

}  // namespace

extern constinit const ProjectCheck health_check_overridden;
constinit const ProjectCheck health_check_overridden = {
    .info = {.id = "health-check-overridden",
             .title = "Compose switches the Dockerfile's health check off",
             .severity = model::Severity::kMedium,
             .practice = model::PracticeId::kMonitoring,
             .why = "Whoever wrote the image said how to see that it works; without it a service that hangs looks healthy.",
             .fix = "Remove healthcheck.disable, or say how this service is to be asked.",
             .references = kReferences},
    .check = check,
    .examples = kExamples,
};

}  // namespace batten::checks::project
