// SPDX-License-Identifier: Apache-2.0
#include "checks/host_answer.h"
#include "checks/host_check.h"

namespace batten::checks::host {
namespace {

void check(const model::Host& host, const Settings&, Hits& hits) {
  if (is_no_docker(host, hits)) return;

  for (const model::EngineNetwork& network : host.engine.networks) {
    if (network.name != "bridge" || network.driver != "bridge") continue;
    if (network.containers_reach_each_other == false)
      return passed(hits, "containers of the default network are kept apart", "enable_icc = false");
    return failed(hits, "containers of the network bridge reach each other", "enable_icc is not false");
  }
  not_applicable(hits, "the engine has no default network");
}

constexpr std::string_view kReferences[] = {"CIS Docker 1.6: 2.2"};
constexpr HostExample kExamples[] = {
    {"network bridge bridge", model::Outcome::kFail},
    {"network bridge bridge icc=true", model::Outcome::kFail},
    {"network bridge bridge icc=false", model::Outcome::kPass},
    {"network host host", model::Outcome::kNotApplicable},
    {"podman", model::Outcome::kNotApplicable},
    {"no-answer down", model::Outcome::kUnknown},
};

}  // namespace

extern constinit const HostCheck bridge_containers_reach_each_other;
constinit const HostCheck bridge_containers_reach_each_other = {
    .info = {.id = "bridge-containers-reach-each-other",
             .title = "Containers of the default network reach each other",
             .severity = model::Severity::kMedium,
             .practice = model::PracticeId::kLimitCapabilities,
             .why = "On the default bridge every container can connect to every port of every other. One that is taken over attacks its "
                    "neighbours, whatever ports they publish.",
             .fix = "Set \"icc\": false in daemon.json and give containers that need each other a network of their own.",
             .references = kReferences},
    .check = check,
    .examples = kExamples,
};

}  // namespace batten::checks::host
