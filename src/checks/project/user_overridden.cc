// SPDX-License-Identifier: Apache-2.0
//
// A Dockerfile goes to the trouble of a user of its own, and the Compose file makes the container root again.
#include "base/format.h"
#include "base/text.h"
#include "checks/project_check.h"

namespace batten::checks::project {
namespace {

bool is_root(std::string_view user) {
  std::string_view name = user.substr(0, user.find(':'));
  return name == "root" || name == "0";
}

void check(const Project& project, const Settings&, std::vector<ProjectHit>& hits) {
  for (const ProjectService& service : project.services) {
    const model::Container& container = service.service->container;
    if (service.built_from == nullptr || !container.user || !is_root(container.user->value)) continue;
    const manifest::Dockerfile& file = *service.built_from->file;
    manifest::StageState state = manifest::final_state(file, file.stages.back());
    if (state.user == nullptr || state.user->words.empty() || is_root(state.user->words[0].value)) continue;
    hits.push_back({service.path,
                    {.place = container.user->place,
                     .subject = "service " + container.name,
                     .message = format("runs as root although its Dockerfile says USER {} ({}:{})",
                                       base::printable(state.user->words[0].value), service.built_from->path, state.user->line)}});
  }
}

constexpr std::string_view kReferences[] = {"CIS Docker 1.6: 4.1"};
constexpr Example kExamples[] = {
    {.bad = "FROM debian:12.8\nUSER 1000\n--- compose.yaml\nservices:\n  app:\n    build: .\n    user: root\n",
     .good = "FROM debian:12.8\nUSER 1000\n--- compose.yaml\nservices:\n  app:\n    build: .\n    user: \"1001\"\n"},
};

}  // namespace

extern constinit const ProjectCheck user_overridden;
constinit const ProjectCheck user_overridden = {
    .info = {.id = "user-overridden",
             .title = "Compose makes root of the Dockerfile's user",
             .severity = model::Severity::kHigh,
             .practice = model::PracticeId::kLimitCapabilities,
             .why = "The image was built to run as an ordinary user; the Compose file puts root back, and nobody who reads the Dockerfile "
                    "sees it.",
             .fix = "Remove user: from the service; where files belong to somebody else, change their owner.",
             .references = kReferences},
    .check = check,
    .examples = kExamples,
};

}  // namespace batten::checks::project
