// SPDX-License-Identifier: Apache-2.0
#include "base/format.h"
#include "checks/host_answer.h"
#include "checks/host_check.h"

namespace batten::checks::host {
namespace {

void check(const model::Host& host, const Settings&, Hits& hits) {
  if (is_no_docker(host, hits)) return;

  const model::EngineSwarm& swarm = host.engine.swarm;
  if (!swarm.active) return not_applicable(hits, "swarm mode is off");
  if (!swarm.manager) return not_applicable(hits, "this node is no manager");
  if (!swarm.auto_lock) return could_not_look(hits, "swarm: " + swarm.why);
  if (*swarm.auto_lock) return passed(hits, "managers are locked until the key is given");
  failed(hits, "managers start without an unlock key", "AutoLockManagers = false");
}

constexpr std::string_view kReferences[] = {"CIS Docker 1.6: 7.5"};
constexpr HostExample kExamples[] = {
    {"swarm manager; swarm autolock false", model::Outcome::kFail},
    {"swarm manager; swarm autolock true", model::Outcome::kPass},
    {"swarm manager; swarm failed", model::Outcome::kUnknown},
    {"docker", model::Outcome::kNotApplicable},
    {"podman", model::Outcome::kNotApplicable},
    {"swarm active", model::Outcome::kNotApplicable},
};

}  // namespace

extern constinit const HostCheck swarm_auto_lock_off;
constinit const HostCheck swarm_auto_lock_off = {
    .info = {.id = "swarm-auto-lock-off",
             .title = "Keys of the swarm lie open on the disk",
             .severity = model::Severity::kMedium,
             .practice = model::PracticeId::kSecretsManagement,
             .why = "Who gets a manager's disk or a backup of it has the keys of the swarm and all its secrets.",
             .fix = "docker swarm update --autolock=true, and keep the unlock key elsewhere.",
             .references = kReferences},
    .check = check,
    .examples = kExamples,
};

}  // namespace batten::checks::host
