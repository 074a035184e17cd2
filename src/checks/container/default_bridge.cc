// SPDX-License-Identifier: Apache-2.0
//
// The container is on the engine's default network, together with every other one that said nothing.
#include <algorithm>

#include "checks/container_check.h"
#include "checks/container_facts.h"

namespace batten::checks::container {
namespace {

void check(const model::Container& container, const Settings&, Hits& hits) {
  bool said = container.network_mode && container.network_mode->value == "bridge";
  bool on = container.form == model::ContainerForm::kEngine && std::ranges::find(container.networks, "bridge") != container.networks.end();
  if (!said && !on) return;
  hits.push_back(hit_at(container, said ? container.network_mode->place : model::Place(),
                        "is on the default bridge with all others that named no network"));
}

constexpr std::string_view kReferences[] = {"CIS Docker 1.6: 5.30"};
constexpr Example kExamples[] = {
    {.bad = "services:\n  app:\n    image: debian:12.8\n    network_mode: bridge\n",
     .good = "services:\n  app:\n    image: debian:12.8\n    networks: [back]\n"},
};

}  // namespace

extern constinit const ContainerCheck default_bridge;
constinit const ContainerCheck default_bridge = {
    .info =
        {.id = "default-bridge",
         .title = "Container is on the default bridge",
         .severity = model::Severity::kLow,
         .practice = model::PracticeId::kLimitCapabilities,
         .why =
             "All containers on the default bridge reach each other on every port. A network of its own separates a project from others.",
         .fix = "Give the project a network (Compose does by itself; docker run --network NAME).",
         .references = kReferences},
    .forms = kCompose | kEngine,
    .check = check,
    .examples = kExamples,
};

}  // namespace batten::checks::container
