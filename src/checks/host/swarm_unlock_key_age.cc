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
  if (swarm.auto_lock == false) return not_applicable(hits, "there is no unlock key: auto-lock is off");
  could_not_look(hits, "the engine does not tell when the unlock key was made");
}

constexpr std::string_view kReferences[] = {"CIS Docker 1.6: 7.6"};
constexpr HostExample kExamples[] = {
    {"swarm manager; swarm autolock true", model::Outcome::kUnknown},
    {"swarm manager; swarm autolock false", model::Outcome::kNotApplicable},
    {"docker", model::Outcome::kNotApplicable},
    {"podman", model::Outcome::kNotApplicable},
    {"swarm active", model::Outcome::kNotApplicable},
};

}  // namespace

extern constinit const HostCheck swarm_unlock_key_age;
constinit const HostCheck swarm_unlock_key_age = {
    .info = {.id = "swarm-unlock-key-age",
             .title = "Nobody can see how old the unlock key is",
             .severity = model::Severity::kLow,
             .practice = model::PracticeId::kSecretsManagement,
             .why = "A key that several people have known should change now and then.",
             .fix = "docker swarm unlock-key --rotate, and write down when.",
             .references = kReferences},
    .check = check,
    .examples = kExamples,
};

}  // namespace batten::checks::host
