// SPDX-License-Identifier: Apache-2.0
//
// A port is published without an address: on every interface of the host, past its firewall.
#include "base/format.h"
#include "checks/container_check.h"
#include "checks/container_facts.h"

namespace batten::checks::container {
namespace {

// What is meant for everybody.
bool is_web(const model::ContainerPort& port) { return port.host_first == 80 || port.host_first == 443; }

void check(const model::Container& container, const Settings&, Hits& hits) {
  for (const model::ContainerPort& port : container.ports) {
    // datastore_published says more of those.
    if (!is_on_all_addresses(port) || is_web(port) || !data_store_on(port.container_first).empty()) continue;
    std::string what = port.host_first == 0               ? "a free port"
                       : port.host_last > port.host_first ? format("ports {}-{}", port.host_first, port.host_last)
                                                          : format("port {}", port.host_first);
    hits.push_back(hit_at(container, port.place, format("publishes {} on all addresses", what)));
  }
}

std::vector<model::ContainerChange> fix(const model::Container&, const Hit& hit) {
  return {{.kind = model::ContainerChange::Kind::kBindPortToLoopback, .place = hit.place}};
}

constexpr std::string_view kReferences[] = {"CIS Docker 1.6: 5.14"};
constexpr Example kExamples[] = {
    {.bad = "services:\n  app:\n    image: debian:12.8\n    ports:\n      - \"8000:8000\"\n",
     .good = "services:\n  app:\n    image: debian:12.8\n    ports:\n      - \"127.0.0.1:8000:8000\"\n      - \"443:8443\"\n"},
};

}  // namespace

extern constinit const ContainerCheck port_on_all_addresses;
constinit const ContainerCheck port_on_all_addresses = {
    .info = {.id = "port-on-all-addresses",
             .title = "Port is published on all addresses",
             .severity = model::Severity::kLow,
             .practice = model::PracticeId::kLimitCapabilities,
             .why = "Without an address the port is open on every interface, also the public one, and Docker puts its rule before those of "
                    "ufw or firewalld.",
             .fix = "Name the address: \"127.0.0.1:8000:8000\" for what a reverse proxy on the host serves, or the address of the "
                    "interface that is meant.",
             .references = kReferences},
    .forms = kCompose | kRunLine | kQuadlet | kEngine,
    .check = check,
    .examples = kExamples,
    .fix = fix,
    .words = {.run_line = "Name the address: -p 127.0.0.1:8000:8000 for what a reverse proxy on the host serves, or the address of the "
                          "interface that is meant.",
              .quadlet = "Name the address: PublishPort=127.0.0.1:8000:8000 for what a reverse proxy on the host serves, or the address of "
                         "the interface that is meant."},
};

}  // namespace batten::checks::container
