// SPDX-License-Identifier: Apache-2.0
//
// The two ends of an event's socket, as Falco tells them apart: client and server, local and remote.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

#include "rules/event_path.h"

namespace batten::rules {

// None: the event has no socket.
std::optional<batten_socket> event_socket(const model::Event& event);
// AF_INET for IPv4 addresses mapped to IPv6.
std::uint16_t shown_family(const batten_socket& socket);
DescriptorKind socket_kind(std::uint16_t family);

struct End {
  std::string_view address;  // 4 or 16 bytes; of the socket they were made from
  std::uint16_t port = 0;
};
struct Ends {
  End local, remote, client, server;
  bool connected = false;  // it has a remote side
};
// None: no IP socket. IPv4 addresses mapped to IPv6 are IPv4 here.
std::optional<Ends> ends_of(const batten_socket& socket);

// "10.0.0.2:4000->1.1.1.1:443", "0.0.0.0:80", "/run/docker.sock".
std::string_view socket_name(const model::Event& event, const batten_socket& socket, Scratch& scratch);
// "tcp", "udp", "icmp", "raw"; empty: another.
std::string_view protocol_name(std::uint8_t protocol);
bool may_have_socket(const model::EventTypeInfo& info, const FieldArgument& argument);

}  // namespace batten::rules
