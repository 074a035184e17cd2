// SPDX-License-Identifier: Apache-2.0
//
// Ends of connections: fd.ip, fd.sport, fd.snet and their relatives.
#include <netinet/in.h>

#include <cerrno>
#include <string>

#include "rules/event_socket.h"

namespace batten::rules::fields {
namespace {

enum class Side : std::uint8_t { kClient, kServer, kLocal, kRemote };

std::optional<batten_socket> socket_of(const Question& q) { return event_socket(*q.moment.event); }

// Without a port and an address there is nobody.
std::optional<End> end_of(const batten_socket& socket, Side side) {
  const std::optional<Ends> ends = ends_of(socket);
  if (!ends) return std::nullopt;
  if (!ends->connected && (side == Side::kRemote || side == Side::kClient)) return std::nullopt;
  switch (side) {
    case Side::kClient: return ends->client;
    case Side::kServer: return ends->server;
    case Side::kLocal: return ends->local;
    case Side::kRemote: break;
  }
  return ends->remote;
}

template <Side Which, Value::Kind Kind>
Value address(const Question& q) {
  const auto socket = socket_of(q);
  const auto end = socket ? end_of(*socket, Which) : std::nullopt;
  return end ? Value::of(Kind, q.scratch.copy(end->address)) : Value::none();
}
template <Side Which>
Value port(const Question& q) {
  const auto socket = socket_of(q);
  const auto end = socket ? end_of(*socket, Which) : std::nullopt;
  return end ? Value::of_number(end->port) : Value::none();
}
Value addresses(const Question& q) {
  const auto socket = socket_of(q);
  const auto ends = socket ? ends_of(*socket) : std::nullopt;
  if (!ends) return Value::none();
  const std::span<std::string_view> list = q.scratch.texts(ends->connected ? 2 : 1);
  list[0] = q.scratch.copy(ends->local.address);
  if (ends->connected) list[1] = q.scratch.copy(ends->remote.address);
  return Value::of_list(list);
}
Value ports(const Question& q) {
  const auto socket = socket_of(q);
  const auto ends = socket ? ends_of(*socket) : std::nullopt;
  if (!ends) return Value::none();
  const std::span<std::string_view> list = q.scratch.texts(ends->connected ? 2 : 1);
  list[0] = value_text(Value::of_number(ends->local.port), q.scratch);
  if (ends->connected) list[1] = value_text(Value::of_number(ends->remote.port), q.scratch);
  return Value::of_list(list);
}
Value protocol(const Question& q) {
  const auto socket = socket_of(q);
  const std::string_view name = socket && ends_of(*socket) ? protocol_name(socket->protocol) : std::string_view();
  return name.empty() ? Value::none() : Value::of_text(name);
}
bool has_family(const model::EventTypeInfo& info, const FieldArgument&) { return info.type == BATTEN_SOCKET || info.roles.socket >= 0; }
Value family(const Question& q) {
  const auto socket = socket_of(q);
  if (!socket && q.moment.event->type() != BATTEN_SOCKET) return Value::none();
  const std::int64_t number = socket ? socket->family : q.moment.event->number(1);
  if (number == AF_UNIX) return Value::of_text("unix");
  return number == AF_INET || number == AF_INET6 ? Value::of_text("ip") : Value::none();
}
Value is_server(const Question& q) {
  const auto socket = socket_of(q);
  const auto ends = socket ? ends_of(*socket) : std::nullopt;
  return ends ? Value::of_bool(socket->server != 0 || !ends->connected) : Value::none();
}

bool is_datagram(const Question& q, const batten_socket& socket) {
  const model::EventType type = q.moment.event->type();
  return (type == BATTEN_SENDTO || type == BATTEN_SENDMSG) && socket.protocol != IPPROTO_TCP;
}
// A call that waits for its connection is not connected yet; a datagram names its receiver each time.
Value connected(const Question& q) {
  const auto socket = socket_of(q);
  const auto ends = socket ? ends_of(*socket) : std::nullopt;
  if (!ends) return Value::none();
  if (is_datagram(q, *socket)) return Value::of_bool(false);
  const bool refused = q.moment.event->type() == BATTEN_CONNECT && q.moment.event->result() < 0;
  return Value::of_bool(ends->connected && !refused);
}
Value name_changed(const Question& q) {
  const auto socket = socket_of(q);
  const auto ends = socket ? ends_of(*socket) : std::nullopt;
  if (!ends) return Value::none();
  const model::EventType type = q.moment.event->type();
  return Value::of_bool(ends->connected && (type == BATTEN_CONNECT || is_datagram(q, *socket)));
}

constexpr Field kFields[] = {
    {.name = "fd.ip",
     .kind = Value::Kind::kAddress,
     .description = "Address of either end.",
     .get = addresses,
     .several = Several::kAnyNotEqual,
     .may_have = may_have_socket},
    {.name = "fd.cip",
     .kind = Value::Kind::kAddress,
     .description = "Address of the client.",
     .get = (address<Side::kClient, Value::Kind::kAddress>),
     .may_have = may_have_socket},
    {.name = "fd.sip",
     .kind = Value::Kind::kAddress,
     .description = "Address of the server.",
     .get = (address<Side::kServer, Value::Kind::kAddress>),
     .may_have = may_have_socket},
    {.name = "fd.lip",
     .kind = Value::Kind::kAddress,
     .description = "Address of the local side.",
     .get = (address<Side::kLocal, Value::Kind::kAddress>),
     .may_have = may_have_socket},
    {.name = "fd.rip",
     .kind = Value::Kind::kAddress,
     .description = "Address of the remote side.",
     .get = (address<Side::kRemote, Value::Kind::kAddress>),
     .may_have = may_have_socket},
    {.name = "fd.port",
     .kind = Value::Kind::kNumber,
     .description = "Port of either end.",
     .get = ports,
     .several = Several::kAnyNotEqual,
     .may_have = may_have_socket},
    {.name = "fd.cport",
     .kind = Value::Kind::kNumber,
     .description = "Port of the client.",
     .get = port<Side::kClient>,
     .may_have = may_have_socket},
    {.name = "fd.sport",
     .kind = Value::Kind::kNumber,
     .description = "Port of the server.",
     .get = port<Side::kServer>,
     .may_have = may_have_socket},
    {.name = "fd.lport",
     .kind = Value::Kind::kNumber,
     .description = "Port of the local side.",
     .get = port<Side::kLocal>,
     .may_have = may_have_socket},
    {.name = "fd.rport",
     .kind = Value::Kind::kNumber,
     .description = "Port of the remote side.",
     .get = port<Side::kRemote>,
     .may_have = may_have_socket},
    {.name = "fd.proto",
     .kind = Value::Kind::kNumber,
     .description = "The same as fd.port.",
     .get = ports,
     .several = Several::kAnyNotEqual,
     .may_have = may_have_socket},
    {.name = "fd.cproto",
     .kind = Value::Kind::kNumber,
     .description = "The same as fd.cport.",
     .get = port<Side::kClient>,
     .may_have = may_have_socket},
    {.name = "fd.sproto",
     .kind = Value::Kind::kNumber,
     .description = "The same as fd.sport.",
     .get = port<Side::kServer>,
     .may_have = may_have_socket},
    {.name = "fd.lproto",
     .kind = Value::Kind::kNumber,
     .description = "The same as fd.lport.",
     .get = port<Side::kLocal>,
     .may_have = may_have_socket},
    {.name = "fd.rproto",
     .kind = Value::Kind::kNumber,
     .description = "The same as fd.rport.",
     .get = port<Side::kRemote>,
     .may_have = may_have_socket},
    {.name = "fd.net",
     .kind = Value::Kind::kNetwork,
     .description = "Address of either end, compared with networks.",
     .get = addresses,
     .several = Several::kAnyNotEqual,
     .may_have = may_have_socket},
    {.name = "fd.cnet",
     .kind = Value::Kind::kNetwork,
     .description = "Address of the client, compared with networks.",
     .get = (address<Side::kClient, Value::Kind::kNetwork>),
     .may_have = may_have_socket},
    {.name = "fd.snet",
     .kind = Value::Kind::kNetwork,
     .description = "Address of the server, compared with networks.",
     .get = (address<Side::kServer, Value::Kind::kNetwork>),
     .may_have = may_have_socket},
    {.name = "fd.lnet",
     .kind = Value::Kind::kNetwork,
     .description = "Address of the local side, compared with networks.",
     .get = (address<Side::kLocal, Value::Kind::kNetwork>),
     .may_have = may_have_socket},
    {.name = "fd.rnet",
     .kind = Value::Kind::kNetwork,
     .description = "Address of the remote side, compared with networks.",
     .get = (address<Side::kRemote, Value::Kind::kNetwork>),
     .may_have = may_have_socket},
    {.name = "fd.cip.name",
     .kind = Value::Kind::kHost,
     .description = "Address of the client, compared with domain names.",
     .get = (address<Side::kClient, Value::Kind::kHost>),
     .may_have = may_have_socket},
    {.name = "fd.sip.name",
     .kind = Value::Kind::kHost,
     .description = "Address of the server, compared with domain names.",
     .get = (address<Side::kServer, Value::Kind::kHost>),
     .may_have = may_have_socket},
    {.name = "fd.lip.name",
     .kind = Value::Kind::kHost,
     .description = "Address of the local side, compared with domain names.",
     .get = (address<Side::kLocal, Value::Kind::kHost>),
     .may_have = may_have_socket},
    {.name = "fd.rip.name",
     .kind = Value::Kind::kHost,
     .description = "Address of the remote side, compared with domain names.",
     .get = (address<Side::kRemote, Value::Kind::kHost>),
     .may_have = may_have_socket},
    {.name = "fd.l4proto",
     .kind = Value::Kind::kText,
     .description = "tcp, udp, icmp or raw.",
     .get = protocol,
     .may_have = may_have_socket},
    {.name = "fd.sockfamily", .kind = Value::Kind::kText, .description = "ip or unix.", .get = family, .may_have = has_family},
    {.name = "fd.is_server",
     .kind = Value::Kind::kBool,
     .description = "Whether this side is the server.",
     .get = is_server,
     .may_have = may_have_socket},
    {.name = "fd.connected",
     .kind = Value::Kind::kBool,
     .description = "Whether the socket is connected.",
     .get = connected,
     .may_have = may_have_socket},
    {.name = "fd.name_changed",
     .kind = Value::Kind::kBool,
     .description = "Whether this call gave the socket its other end.",
     .get = name_changed,
     .may_have = may_have_socket},
};

constexpr FieldExample kExamples[] = {
    {"{connect: {fd: 5, tuple: \"10.0.0.2:4000->93.184.216.34:443\"}, container: {id: 3ad7b26ded6d}}", "fd.ip", "(10.0.0.2,93.184.216.34)"},
    {"{connect: {fd: 5, tuple: \"10.0.0.2:4000->93.184.216.34:443\"}, container: {id: 3ad7b26ded6d}}", "fd.cip", "10.0.0.2"},
    {"{connect: {fd: 5, tuple: \"10.0.0.2:4000->93.184.216.34:443\"}, container: {id: 3ad7b26ded6d}}", "fd.sip", "93.184.216.34"},
    {"{accept: {fd: 6, tuple: \"10.0.0.2:80->10.0.0.9:5000\"}}", "fd.sip", "10.0.0.2"},
    {"{accept: {fd: 6, tuple: \"10.0.0.2:80->10.0.0.9:5000\"}}", "fd.cip", "10.0.0.9"},
    {"{accept: {fd: 6, tuple: \"10.0.0.2:80->10.0.0.9:5000\"}}", "fd.lip", "10.0.0.2"},
    {"{accept: {fd: 6, tuple: \"10.0.0.2:80->10.0.0.9:5000\"}}", "fd.rip", "10.0.0.9"},
    {"{openat: {name: /etc/shadow, flags: O_WRONLY|O_TRUNC|O_CREAT, mode: 0640, fd: 3, dirfd: -100}, process: {name: cat}}", "fd.sip",
     "<NA>"},
    {"{listen: {fd: 3, tuple: \"0.0.0.0:80\"}}", "fd.sip", "0.0.0.0"},
    {"{listen: {fd: 3, tuple: \"0.0.0.0:80\"}}", "fd.cip", "<NA>"},
    {"{connect: {fd: 5, tuple: /run/docker.sock}}", "fd.sip", "<NA>"},
    {"{connect: {fd: 5, tuple: \"10.0.0.2:4000->93.184.216.34:443\"}, container: {id: 3ad7b26ded6d}}", "fd.port", "(4000,443)"},
    {"{connect: {fd: 5, tuple: \"10.0.0.2:4000->93.184.216.34:443\"}, container: {id: 3ad7b26ded6d}}", "fd.cport", "4000"},
    {"{connect: {fd: 5, tuple: \"10.0.0.2:4000->93.184.216.34:443\"}, container: {id: 3ad7b26ded6d}}", "fd.sport", "443"},
    {"{accept: {fd: 6, tuple: \"10.0.0.2:80->10.0.0.9:5000\"}}", "fd.lport", "80"},
    {"{accept: {fd: 6, tuple: \"10.0.0.2:80->10.0.0.9:5000\"}}", "fd.rport", "5000"},
    {"{connect: {fd: 5, tuple: \"10.0.0.2:4000->93.184.216.34:443\"}, container: {id: 3ad7b26ded6d}}", "fd.proto", "(4000,443)"},
    {"{connect: {fd: 5, tuple: \"10.0.0.2:4000->93.184.216.34:443\"}, container: {id: 3ad7b26ded6d}}", "fd.cproto", "4000"},
    {"{connect: {fd: 5, tuple: \"10.0.0.2:4000->93.184.216.34:443\"}, container: {id: 3ad7b26ded6d}}", "fd.sproto", "443"},
    {"{accept: {fd: 6, tuple: \"10.0.0.2:80->10.0.0.9:5000\"}}", "fd.lproto", "80"},
    {"{accept: {fd: 6, tuple: \"10.0.0.2:80->10.0.0.9:5000\"}}", "fd.rproto", "5000"},
    {"{connect: {fd: 5, tuple: \"10.0.0.2:4000->93.184.216.34:443\"}, container: {id: 3ad7b26ded6d}}", "fd.net",
     "(10.0.0.2,93.184.216.34)"},
    {"{connect: {fd: 5, tuple: \"10.0.0.2:4000->93.184.216.34:443\"}, container: {id: 3ad7b26ded6d}}", "fd.cnet", "10.0.0.2"},
    {"{connect: {fd: 5, tuple: \"10.0.0.2:4000->93.184.216.34:443\"}, container: {id: 3ad7b26ded6d}}", "fd.snet", "93.184.216.34"},
    {"{accept: {fd: 6, tuple: \"10.0.0.2:80->10.0.0.9:5000\"}}", "fd.lnet", "10.0.0.2"},
    {"{accept: {fd: 6, tuple: \"10.0.0.2:80->10.0.0.9:5000\"}}", "fd.rnet", "10.0.0.9"},
    {"{connect: {fd: 5, tuple: \"10.0.0.2:4000->93.184.216.34:443\"}, container: {id: 3ad7b26ded6d}}", "fd.cip.name", "10.0.0.2"},
    {"{connect: {fd: 5, tuple: \"10.0.0.2:4000->93.184.216.34:443\"}, container: {id: 3ad7b26ded6d}}", "fd.sip.name", "93.184.216.34"},
    {"{accept: {fd: 6, tuple: \"10.0.0.2:80->10.0.0.9:5000\"}}", "fd.lip.name", "10.0.0.2"},
    {"{accept: {fd: 6, tuple: \"10.0.0.2:80->10.0.0.9:5000\"}}", "fd.rip.name", "10.0.0.9"},
    {"{connect: {fd: 5, tuple: \"10.0.0.2:4000->93.184.216.34:443\"}, container: {id: 3ad7b26ded6d}}", "fd.l4proto", "tcp"},
    {"{sendto: {fd: 5, res: 4, tuple: \"udp 10.0.0.2:4000->8.8.8.8:53\"}}", "fd.l4proto", "udp"},
    {"{connect: {fd: 5, tuple: \"10.0.0.2:4000->93.184.216.34:443\"}, container: {id: 3ad7b26ded6d}}", "fd.sockfamily", "ip"},
    {"{socket: {domain: AF_UNIX, type: SOCK_STREAM, fd: 3}}", "fd.sockfamily", "unix"},
    {"{connect: {fd: 5, tuple: \"10.0.0.2:4000->93.184.216.34:443\"}, container: {id: 3ad7b26ded6d}}", "fd.is_server", "false"},
    {"{accept: {fd: 6, tuple: \"10.0.0.2:80->10.0.0.9:5000\"}}", "fd.is_server", "true"},
    {"{connect: {fd: 5, tuple: \"10.0.0.2:4000->93.184.216.34:443\"}, container: {id: 3ad7b26ded6d}}", "fd.connected", "true"},
    {"{sendto: {fd: 5, res: 4, tuple: \"udp 10.0.0.2:4000->8.8.8.8:53\"}}", "fd.connected", "false"},
    {"{sendto: {fd: 5, res: 4, tuple: \"udp 10.0.0.2:4000->8.8.8.8:53\"}}", "fd.name_changed", "true"},
    {"{accept: {fd: 6, tuple: \"10.0.0.2:80->10.0.0.9:5000\"}}", "fd.name_changed", "false"},
};

}  // namespace

extern constinit const FieldFamily fdsocket;
constinit const FieldFamily fdsocket{
    .name = "fdsocket", .description = "the two ends of a socket", .fields = kFields, .examples = kExamples};

}  // namespace batten::rules::fields
