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
  if (!swarm.services || !swarm.secrets) return could_not_look(hits, "services or secrets: " + swarm.why);
  if (*swarm.services > 0 && *swarm.secrets == 0) return failed(hits, format("{} services, and no secret", *swarm.services));
  passed(hits, format("services: {}, secrets: {}", *swarm.services, *swarm.secrets));
}

constexpr std::string_view kReferences[] = {"CIS Docker 1.6: 7.4"};
constexpr HostExample kExamples[] = {
    {"swarm manager; swarm services 3; swarm secrets 0", model::Outcome::kFail},
    {"swarm manager; swarm services 3; swarm secrets 2", model::Outcome::kPass},
    {"swarm manager; swarm services 0; swarm secrets 0", model::Outcome::kPass},
    {"swarm manager; swarm failed", model::Outcome::kUnknown},
    {"docker", model::Outcome::kNotApplicable},
    {"podman", model::Outcome::kNotApplicable},
    {"swarm active", model::Outcome::kNotApplicable},
};

}  // namespace

extern constinit const HostCheck swarm_secrets_unused;
constinit const HostCheck swarm_secrets_unused = {
    .info = {.id = "swarm-secrets-unused",
             .title = "Services use no secrets of the swarm",
             .severity = model::Severity::kLow,
             .practice = model::PracticeId::kSecretsManagement,
             .why = "Passwords are then likely in the environment, where every inspect shows them.",
             .fix = "docker secret create NAME FILE, and give it to the service as a file.",
             .references = kReferences},
    .check = check,
    .examples = kExamples,
};

}  // namespace batten::checks::host
