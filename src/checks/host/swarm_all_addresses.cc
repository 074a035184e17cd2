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
  const std::string& address = swarm.listen_address;
  if (address.empty()) return could_not_look(hits, "swarm/docker-state.json in the data directory can't be read");
  bool is_all = address.starts_with("0.0.0.0:") || address.starts_with("[::]:") || address.starts_with(":");
  if (is_all) return failed(hits, "swarm listens on all addresses", address);
  passed(hits, format("swarm listens on {}", address));
}

constexpr std::string_view kReferences[] = {"CIS Docker 1.6: 7.2"};
constexpr HostExample kExamples[] = {
    {"swarm active; swarm listen 0.0.0.0:2377", model::Outcome::kFail},
    {"swarm active; swarm listen [::]:2377", model::Outcome::kFail},
    {"swarm active; swarm listen 192.0.2.1:2377", model::Outcome::kPass},
    {"swarm active", model::Outcome::kUnknown},
    {"docker", model::Outcome::kNotApplicable},
    {"podman", model::Outcome::kNotApplicable},
};

}  // namespace

extern constinit const HostCheck swarm_all_addresses;
constinit const HostCheck swarm_all_addresses = {
    .info = {.id = "swarm-all-addresses",
             .title = "Swarm listens on all addresses",
             .severity = model::Severity::kMedium,
             .practice = model::PracticeId::kLimitCapabilities,
             .why = "The port of managers (2377) is then open to every network that this host is in.",
             .fix = "docker swarm init --listen-addr ADDRESS:2377 with the address of the inner network; or a firewall rule.",
             .references = kReferences},
    .check = check,
    .examples = kExamples,
};

}  // namespace batten::checks::host
