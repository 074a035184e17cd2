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
  if (!swarm.node_certificate_days) return could_not_look(hits, "swarm: " + swarm.why);
  std::string days = format("{} days", *swarm.node_certificate_days);
  if (*swarm.node_certificate_days > 90) return failed(hits, "certificates of nodes are good for " + days);
  passed(hits, "certificates of nodes are good for " + days);
}

constexpr std::string_view kReferences[] = {"CIS Docker 1.6: 7.7"};
constexpr HostExample kExamples[] = {
    {"swarm manager; swarm certs 365", model::Outcome::kFail},
    {"swarm manager; swarm certs 90", model::Outcome::kPass},
    {"swarm manager; swarm failed", model::Outcome::kUnknown},
    {"docker", model::Outcome::kNotApplicable},
    {"podman", model::Outcome::kNotApplicable},
    {"swarm active", model::Outcome::kNotApplicable},
};

}  // namespace

extern constinit const HostCheck swarm_node_certificates;
constinit const HostCheck swarm_node_certificates = {
    .info = {.id = "swarm-node-certificates",
             .title = "Certificates of nodes live long",
             .severity = model::Severity::kLow,
             .practice = model::PracticeId::kSecretsManagement,
             .why = "A stolen certificate of a node is good until it ends.",
             .fix = "docker swarm update --cert-expiry 2160h (90 days) or less.",
             .references = kReferences},
    .check = check,
    .examples = kExamples,
};

}  // namespace batten::checks::host
