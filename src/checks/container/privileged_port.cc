// SPDX-License-Identifier: Apache-2.0
//
// A port below 1024 of the host, which by tradition only root may open.
#include "base/format.h"
#include "checks/container_check.h"
#include "checks/container_facts.h"

namespace batten::checks::container {
namespace {

void check(const model::Container& container, const Settings&, Hits& hits) {
  for (const model::ContainerPort& port : container.ports) {
    if (!port.published || port.host_first == 0 || port.host_first >= 1024 || port.host_first == 80 || port.host_first == 443) continue;
    hits.push_back(hit_at(container, port.place, format("publishes the privileged port {}", port.host_first)));
  }
}

constexpr std::string_view kReferences[] = {"CIS Docker 1.6: 5.8"};
constexpr Example kExamples[] = {
    {.bad = "services:\n  app:\n    image: debian:12.8\n    ports:\n      - \"127.0.0.1:25:25\"\n",
     .good = "services:\n  app:\n    image: debian:12.8\n    ports:\n      - \"443:8443\"\n      - \"127.0.0.1:2525:25\"\n"},
};

}  // namespace

extern constinit const ContainerCheck privileged_port;
constinit const ContainerCheck privileged_port = {
    .info = {.id = "privileged-port",
             .title = "Port below 1024 is published",
             .severity = model::Severity::kLow,
             .practice = model::PracticeId::kLimitCapabilities,
             .why = "Programs trust what answers on such a port to be a service of the machine; the engine opens it for any container.",
             .fix = "Publish a port from 1024 on, and let a reverse proxy have 80 and 443.",
             .references = kReferences,
             .strict = true},
    .forms = kCompose | kRunLine | kQuadlet | kEngine,
    .check = check,
    .examples = kExamples,
};

}  // namespace batten::checks::container
