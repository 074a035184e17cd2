// SPDX-License-Identifier: Apache-2.0
//
// A database or another service without protection of its own is published on all addresses of the host.
#include "base/format.h"
#include "checks/container_check.h"
#include "checks/container_facts.h"

namespace batten::checks::container {
namespace {

void check(const model::Container& container, const Settings&, Hits& hits) {
  for (const model::ContainerPort& port : container.ports) {
    std::string_view service = data_store_on(port.container_first);
    if (service.empty() || !is_on_all_addresses(port)) continue;
    hits.push_back(hit_at(container, port.place, format("publishes port {} ({}) on all addresses", port.container_first, service)));
  }
}

std::vector<model::ContainerChange> fix(const model::Container&, const Hit& hit) {
  return {{.kind = model::ContainerChange::Kind::kBindPortToLoopback, .place = hit.place}};
}

constexpr std::string_view kReferences[] = {"CIS Docker 1.6: 5.14", "OWASP Docker rule 5"};
constexpr Example kExamples[] = {
    {.bad = "services:\n  app:\n    image: postgres:16.4\n    ports:\n      - \"5432:5432\"\n",
     .good = "services:\n  app:\n    image: postgres:16.4\n    ports:\n      - \"127.0.0.1:5432:5432\"\n"},
    {.bad = "services:\n  app:\n    image: redis:7.4\n    ports:\n      - 6379\n",
     .good = "services:\n  app:\n    image: redis:7.4\n    expose: [\"6379\"]\n"},
};

}  // namespace

extern constinit const ContainerCheck datastore_published;
constinit const ContainerCheck datastore_published = {
    .info = {.id = "datastore-published",
             .title = "Data store is published on all addresses",
             .severity = model::Severity::kHigh,
             .practice = model::PracticeId::kLimitCapabilities,
             .why = "Docker's published ports pass by the firewalls ufw and firewalld. Databases, caches and queues that are reachable "
                    "from the network are found and emptied within hours, and many ask for no password by default.",
             .fix =
                 "Remove the port (services of one network reach each other without), or bind it to this machine: \"127.0.0.1:5432:5432\".",
             .references = kReferences},
    .forms = kCompose | kRunLine | kQuadlet | kEngine,
    .check = check,
    .examples = kExamples,
    .fix = fix,
    .words =
        {.run_line =
             "Remove the port (containers of one network reach each other without), or bind it to this machine: -p 127.0.0.1:5432:5432.",
         .quadlet = "Remove the port (containers of one network reach each other without), or bind it to this machine: "
                    "PublishPort=127.0.0.1:5432:5432."},
};

}  // namespace batten::checks::container
