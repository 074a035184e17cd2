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
  if (swarm.managers == 0) return could_not_look(hits, "the number of managers is not known");
  if (swarm.managers % 2 == 0 || swarm.managers > 7) return failed(hits, format("the swarm has {} managers", swarm.managers));
  passed(hits, format("managers: {}", swarm.managers));
}

constexpr std::string_view kReferences[] = {"CIS Docker 1.6: 7.1"};
constexpr HostExample kExamples[] = {
    {"swarm manager; swarm managers 2", model::Outcome::kFail},
    {"swarm manager; swarm managers 9", model::Outcome::kFail},
    {"swarm manager; swarm managers 3", model::Outcome::kPass},
    {"swarm manager; swarm managers 1", model::Outcome::kPass},
    {"swarm manager; swarm managers 0", model::Outcome::kUnknown},
    {"docker", model::Outcome::kNotApplicable},
    {"podman", model::Outcome::kNotApplicable},
    {"swarm active", model::Outcome::kNotApplicable},
};

}  // namespace

extern constinit const HostCheck swarm_managers;
constinit const HostCheck swarm_managers = {
    .info = {.id = "swarm-managers",
             .title = "The number of managers does not suit",
             .severity = model::Severity::kMedium,
             .practice = model::PracticeId::kLimitCapabilities,
             .why = "An even number tolerates no more failures than one less, and each manager holds the keys of the whole swarm. More "
                    "than seven are slow.",
             .fix = "Have three, five or seven managers (one where a failure may stop the swarm): docker node demote NAME.",
             .references = kReferences},
    .check = check,
    .examples = kExamples,
};

}  // namespace batten::checks::host
