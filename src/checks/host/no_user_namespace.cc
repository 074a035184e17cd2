// SPDX-License-Identifier: Apache-2.0
#include "checks/host_answer.h"
#include "checks/host_check.h"

namespace batten::checks::host {
namespace {

void check(const model::Host& host, const Settings&, Hits& hits) {
  const model::Engine& engine = host.engine;
  if (!engine.answered) return could_not_look(hits, engine.why);
  if (engine.rootless) return passed(hits, "the engine is rootless: its root is an ordinary user");
  if (engine.has_security("userns")) return passed(hits, "the engine remaps users", "security option userns");
  if (engine.kind == model::Engine::Kind::kPodman) {
    auto setting = told(host, "userns-remap", "host", hits);
    if (!setting) return;
    if (setting->value != "host" && !setting->value.empty()) return passed(hits, "containers get a user namespace", setting->evidence);
  }
  failed(hits, "root in a container is root on the host");
}

constexpr std::string_view kReferences[] = {"CIS Docker 1.6: 2.9"};
constexpr HostExample kExamples[] = {
    {"docker", model::Outcome::kFail},
    {"security userns", model::Outcome::kPass},
    {"rootless /home/alice", model::Outcome::kPass},
    {"podman", model::Outcome::kFail},
    {"podman; set userns-remap auto", model::Outcome::kPass},
    {"no-answer down", model::Outcome::kUnknown},
};

}  // namespace

extern constinit const HostCheck no_user_namespace;
constinit const HostCheck no_user_namespace = {
    .info =
        {.id = "no-user-namespace",
         .title = "Root of a container is root of the host",
         .severity = model::Severity::kMedium,
         .practice = model::PracticeId::kLimitCapabilities,
         .why =
             "With a user namespace, root in a container is nobody on the host: most known ways out of a container then lead to nothing.",
         .fix = "Set \"userns-remap\": \"default\" in daemon.json (files of volumes have to be given to the new ids), or run a rootless "
                "engine.",
         .references = kReferences,
         .strict = true},
    .check = check,
    .examples = kExamples,
};

}  // namespace batten::checks::host
