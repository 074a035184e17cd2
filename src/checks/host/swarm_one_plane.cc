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
  if (swarm.advertise_address.empty()) return could_not_look(hits, "swarm/docker-state.json in the data directory can't be read");
  bool is_same = swarm.data_address.empty() || swarm.advertise_address.starts_with(swarm.data_address + ":");
  if (is_same) return failed(hits, "data go over the address of the control plane", swarm.advertise_address);
  passed(hits, format("data go over {}, control over {}", swarm.data_address, swarm.advertise_address));
}

constexpr std::string_view kReferences[] = {"CIS Docker 1.6: 7.9"};
constexpr HostExample kExamples[] = {
    {"swarm active; swarm advertise 192.0.2.1:2377; swarm data 192.0.2.1", model::Outcome::kFail},
    {"swarm active; swarm advertise 192.0.2.1:2377", model::Outcome::kFail},
    {"swarm active; swarm advertise 192.0.2.1:2377; swarm data 198.51.100.1", model::Outcome::kPass},
    {"swarm active", model::Outcome::kUnknown},
    {"docker", model::Outcome::kNotApplicable},
    {"podman", model::Outcome::kNotApplicable},
};

}  // namespace

extern constinit const HostCheck swarm_one_plane;
constinit const HostCheck swarm_one_plane = {
    .info = {.id = "swarm-one-plane",
             .title = "Swarm's control and containers' data share a network",
             .severity = model::Severity::kLow,
             .practice = model::PracticeId::kLimitCapabilities,
             .why = "Who floods or listens to the network of the containers reaches the managers' traffic, too.",
             .fix = "docker swarm init --data-path-addr ADDRESS with an address of another network.",
             .references = kReferences,
             .strict = true},
    .check = check,
    .examples = kExamples,
};

}  // namespace batten::checks::host
