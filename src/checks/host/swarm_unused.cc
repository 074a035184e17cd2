// SPDX-License-Identifier: Apache-2.0
#include "base/format.h"
#include "checks/host_answer.h"
#include "checks/host_check.h"

namespace batten::checks::host {
namespace {

void check(const model::Host& host, const Settings&, Hits& hits) {
  if (is_no_docker(host, hits)) return;

  const model::EngineSwarm& swarm = host.engine.swarm;
  if (!swarm.active) return passed(hits, "swarm mode is off");
  if (!swarm.manager) return not_applicable(hits, "only a manager knows whether the swarm is used");
  if (!swarm.services) return could_not_look(hits, "services: " + swarm.why);
  if (*swarm.services == 0 && swarm.managers <= 1) return failed(hits, "swarm mode is on, without a service");
  passed(hits, format("the swarm runs {} services", *swarm.services));
}

constexpr std::string_view kReferences[] = {"CIS Docker 1.6: 5.1"};
constexpr HostExample kExamples[] = {
    {"swarm manager; swarm managers 1; swarm services 0", model::Outcome::kFail},
    {"swarm manager; swarm services 3", model::Outcome::kPass},
    {"docker", model::Outcome::kPass},
    {"swarm active", model::Outcome::kNotApplicable},
    {"swarm manager; swarm failed", model::Outcome::kUnknown},
    {"podman", model::Outcome::kNotApplicable},
    {"no-answer down", model::Outcome::kUnknown},
};

}  // namespace

extern constinit const HostCheck swarm_unused;
constinit const HostCheck swarm_unused = {
    .info = {.id = "swarm-unused",
             .title = "Swarm mode is on and not used",
             .severity = model::Severity::kLow,
             .practice = model::PracticeId::kLimitCapabilities,
             .why = "It opens ports for other nodes (2377, 7946, 4789) and keeps keys, for nothing.",
             .fix = "docker swarm leave --force.",
             .references = kReferences},
    .check = check,
    .examples = kExamples,
};

}  // namespace batten::checks::host
