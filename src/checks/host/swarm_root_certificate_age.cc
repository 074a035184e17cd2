// SPDX-License-Identifier: Apache-2.0
#include "base/format.h"
#include "base/time.h"
#include "checks/host_answer.h"
#include "checks/host_check.h"

namespace batten::checks::host {
namespace {

void check(const model::Host& host, const Settings&, Hits& hits) {
  if (is_no_docker(host, hits)) return;

  const model::EngineSwarm& swarm = host.engine.swarm;
  if (!swarm.active) return not_applicable(hits, "swarm mode is off");
  if (!swarm.manager) return not_applicable(hits, "this node is no manager");
  if (!swarm.root_certificate_since) return could_not_look(hits, "the root certificate can't be read: " + swarm.why);
  std::int64_t days = (base::now_seconds() - *swarm.root_certificate_since) / 86'400;
  std::string age = format("the root certificate is {} days old", days);
  if (days > 2 * 365) return failed(hits, age);
  passed(hits, age);
}

constexpr std::string_view kReferences[] = {"CIS Docker 1.6: 7.8"};
constexpr HostExample kExamples[] = {
    {"swarm manager; swarm root-days 1500", model::Outcome::kFail},
    {"swarm manager; swarm root-days 100", model::Outcome::kPass},
    {"swarm manager; swarm failed", model::Outcome::kUnknown},
    {"docker", model::Outcome::kNotApplicable},
    {"podman", model::Outcome::kNotApplicable},
    {"swarm active", model::Outcome::kNotApplicable},
};

}  // namespace

extern constinit const HostCheck swarm_root_certificate_age;
constinit const HostCheck swarm_root_certificate_age = {
    .info = {.id = "swarm-root-certificate-age",
             .title = "The swarm's root certificate is old",
             .severity = model::Severity::kLow,
             .practice = model::PracticeId::kSecretsManagement,
             .why = "It was made to last 20 years. If its key was ever copied, every node can be faked until it is replaced.",
             .fix = "docker swarm ca --rotate.",
             .references = kReferences},
    .check = check,
    .examples = kExamples,
};

}  // namespace batten::checks::host
