// SPDX-License-Identifier: Apache-2.0
#include "rules/event_socket.h"

#include <netinet/in.h>

#include <algorithm>
#include <cstring>
#include <string>

#include "base/format.h"

namespace batten::rules {
namespace {

bool is_mapped(const batten_u8 (&address)[16]) {
  constexpr batten_u8 kMapped[12] = {0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xff, 0xff};
  return std::memcmp(address, kMapped, sizeof kMapped) == 0;
}

bool is_zero(std::string_view bytes) {
  return std::ranges::all_of(bytes, [](char c) { return c == 0; });
}

std::string_view bytes_of(const batten_socket& socket, const batten_u8 (&address)[16], bool four) {
  const char* first = reinterpret_cast<const char*>(address);
  if (socket.family == AF_INET) return {first, 4};
  return four ? std::string_view(first + 12, 4) : std::string_view(first, 16);
}

}  // namespace

std::optional<batten_socket> event_socket(const model::Event& event) {
  const std::int8_t role = event.info().roles.socket;
  return role < 0 ? std::nullopt : event.socket(static_cast<unsigned>(role));
}

DescriptorKind socket_kind(std::uint16_t family) {
  switch (family) {
    case AF_INET: return {'4', "ipv4"};
    case AF_INET6: return {'6', "ipv6"};
    case AF_UNIX: return {'u', "unix"};
    case AF_NETLINK: return {'n', "netlink"};
    default: return {'o', "unknown"};
  }
}

std::optional<Ends> ends_of(const batten_socket& socket) {
  if (socket.family != AF_INET && socket.family != AF_INET6) return std::nullopt;
  const bool has_remote = socket.remote_port != 0 || !is_zero({reinterpret_cast<const char*>(socket.remote), 16});
  const bool four = socket.family == AF_INET6 && is_mapped(has_remote ? socket.remote : socket.local);
  Ends out;
  out.local = {bytes_of(socket, socket.local, four), socket.local_port};
  out.remote = {bytes_of(socket, socket.remote, four), socket.remote_port};
  out.connected = has_remote;
  // A side that only listens is the server, and nobody is the client yet.
  const bool server = socket.server != 0 || !has_remote;
  out.server = server ? out.local : out.remote;
  out.client = server ? out.remote : out.local;
  return out;
}

std::uint16_t shown_family(const batten_socket& socket) {
  const std::optional<Ends> ends = ends_of(socket);
  return ends && ends->local.address.size() == 4 ? std::uint16_t{AF_INET} : socket.family;
}

std::string_view socket_name(const model::Event& event, const batten_socket& socket, Scratch& scratch) {
  if (socket.family == AF_UNIX) {
    const std::string_view bytes = *event.role_text(event.info().roles.socket);
    const std::string_view path = bytes.substr(sizeof(batten_socket));
    return path.substr(0, path.find('\0', path.starts_with('\0') ? 1 : 0));
  }
  const std::optional<Ends> ends = ends_of(socket);
  if (!ends) return {};
  const auto one = [&](const End& end) { return format("{}:{}", address_text(end.address, scratch), end.port); };
  if (!ends->connected) return scratch.copy(one(ends->local));
  return scratch.copy(one(ends->client) + "->" + one(ends->server));
}

std::string_view protocol_name(std::uint8_t protocol) {
  switch (protocol) {
    case IPPROTO_TCP: return "tcp";
    case IPPROTO_UDP: return "udp";
    case IPPROTO_ICMP:
    case IPPROTO_ICMPV6: return "icmp";
    case IPPROTO_RAW: return "raw";
    default: return {};
  }
}

bool may_have_socket(const model::EventTypeInfo& info, const FieldArgument&) { return info.roles.socket >= 0; }

}  // namespace batten::rules
