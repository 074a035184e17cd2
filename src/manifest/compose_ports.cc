// SPDX-License-Identifier: Apache-2.0
//
// Ports of a service, published and exposed.
#include <algorithm>

#include "base/format.h"
#include "manifest/compose_service.h"

namespace batten::manifest {
namespace {

constexpr std::string_view kPortKeys[] = {"name", "mode", "host_ip", "target", "published", "protocol", "app_protocol"};
constexpr std::size_t kMaxPorts = 10'000;

void add_port(ServiceReading& reading, model::ContainerPort port) {
  if (reading.container.ports.size() >= kMaxPorts)
    return reading.project.notes.skipped("", format("{}: too many ports", reading.container.name));
  reading.container.ports.push_back(std::move(port));
}

void read_long_port(const ComposeNode& node, ServiceReading& reading) {
  reading.known_keys(node, kPortKeys, "ports");
  std::string_view published = node.string("published"), protocol = node.string("protocol");
  // Brought into the short form, which knows ranges.
  std::string text = published.empty() ? std::string(node.string("target")) : format("{}:{}", published, node.string("target"));
  if (!protocol.empty()) text += format("/{}", protocol);
  auto port = parse_port(text);
  if (!port) return reading.unread(node, "ports");
  port->host_address = node.string("host_ip");
  port->place = node.place;
  add_port(reading, std::move(*port));
}

}  // namespace

void read_ports(const ComposeNode& node, ServiceReading& reading) {
  each_item(node, [&](const ComposeNode& item) {
    if (item.is_map()) return read_long_port(item, reading);
    auto port = item.is_scalar() ? parse_port(item.text) : std::nullopt;
    if (!port) return reading.unread(item, format("port {}", item.text));
    port->place = item.place;
    // The same port again, from a file below.
    bool known = std::ranges::any_of(reading.container.ports, [&](const model::ContainerPort& other) {
      return port->host_first != 0 && other.host_first == port->host_first && other.host_address == port->host_address &&
             other.container_first == port->container_first && other.protocol == port->protocol;
    });
    if (!known) add_port(reading, std::move(*port));
  });
}

void read_expose(const ComposeNode& node, ServiceReading& reading) {
  each_item(node, [&](const ComposeNode& item) {
    auto port = item.is_scalar() ? parse_exposed_port(item.text) : std::nullopt;
    if (!port) return reading.unread(item, format("exposed port {}", item.text));
    port->place = item.place;
    add_port(reading, std::move(*port));
  });
}

}  // namespace batten::manifest
