// SPDX-License-Identifier: Apache-2.0
#include <string>

#include "base/format.h"
#include "checks/host_answer.h"
#include "checks/host_check.h"

namespace batten::checks::host {
namespace {

void check(const model::Host& host, const Settings&, Hits& hits) {
  if (is_no_docker(host, hits)) return;

  const model::EngineSwarm& swarm = host.engine.swarm;
  if (!swarm.active) return not_applicable(hits, "swarm mode is off");
  std::string names;
  for (const model::EngineNetwork& network : host.engine.networks) {
    bool is_open = network.driver == "overlay" && !network.encrypted && !network.ingress;
    if (is_open && names.size() < 300) names += (names.empty() ? "" : ", ") + network.name;
  }
  if (names.empty()) return passed(hits, "every overlay network of services is encrypted");
  failed(hits, format("not encrypted: {}", names));
}

constexpr std::string_view kReferences[] = {"CIS Docker 1.6: 7.3"};
constexpr HostExample kExamples[] = {
    {"swarm active; network mesh overlay", model::Outcome::kFail},
    {"swarm active; network mesh overlay encrypted", model::Outcome::kPass},
    {"swarm active; network ingress overlay ingress", model::Outcome::kPass},
    {"docker", model::Outcome::kNotApplicable},
    {"podman", model::Outcome::kNotApplicable},
};

}  // namespace

extern constinit const HostCheck overlay_not_encrypted;
constinit const HostCheck overlay_not_encrypted = {
    .info = {.id = "overlay-not-encrypted",
             .title = "Data between hosts of the swarm are not encrypted",
             .severity = model::Severity::kMedium,
             .practice = model::PracticeId::kLimitCapabilities,
             .why = "Whoever sees the network between the hosts reads what containers say to each other.",
             .fix = "docker network create --driver overlay --opt encrypted NAME, and move the services there.",
             .references = kReferences},
    .check = check,
    .examples = kExamples,
};

}  // namespace batten::checks::host
