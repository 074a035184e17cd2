// SPDX-License-Identifier: Apache-2.0
#include "rules/event_baseline.h"

#include <netinet/in.h>

#include "rules/event_socket.h"

namespace batten::rules {
namespace {

bool is_loopback(std::string_view address) {
  if (address.size() == 4) return address[0] == 127;
  return address == std::string_view("\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\1", 16);
}

}  // namespace

bool may_listen(model::EventType type) { return type == BATTEN_LISTEN || type == BATTEN_BIND; }

bool may_connect(model::EventType type) { return type == BATTEN_CONNECT || type == BATTEN_SENDTO || type == BATTEN_SENDMSG; }

std::optional<std::string> baseline_listener(const model::Event& event) {
  if (!may_listen(event.type()) || event.result() != 0) return std::nullopt;
  const std::optional<batten_socket> socket = event_socket(event);
  // A stream's bind is followed by its listen.
  if (!socket || (event.type() == BATTEN_BIND && socket->protocol != IPPROTO_UDP)) return std::nullopt;
  const std::optional<Ends> ends = ends_of(*socket);
  if (!ends || is_loopback(ends->local.address)) return std::nullopt;
  return model::baseline_listener(socket->protocol, ends->local.port);
}

std::optional<model::Destination> baseline_destination(const model::Event& event) {
  if (!may_connect(event.type())) return std::nullopt;
  const std::optional<batten_socket> socket = event_socket(event);
  const std::optional<Ends> ends = socket ? ends_of(*socket) : std::nullopt;
  if (!ends || !ends->connected) return std::nullopt;
  return model::baseline_destination(socket->protocol, ends->remote.port, ends->remote.address);
}

}  // namespace batten::rules
