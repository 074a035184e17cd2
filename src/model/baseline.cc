// SPDX-License-Identifier: Apache-2.0
#include "model/baseline.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <sys/socket.h>

#include <algorithm>
#include <cstring>
#include <vector>

#include "base/format.h"

namespace batten::model {
namespace {

constexpr std::size_t kMaxItemBytes = 512;
// Linux hands out 32768 to 60999 by default.
constexpr std::uint16_t kFirstEphemeral = 32'768;

enum class Reach : std::uint8_t { kNobody, kSelf, kLinkLocal, kPrivate, kMulticast, kPublic };

std::string_view protocol_text(std::uint8_t protocol) {
  if (protocol == IPPROTO_TCP) return "tcp";
  return protocol == IPPROTO_UDP ? "udp" : std::string_view();
}

bool all_zero(std::string_view bytes) {
  return std::ranges::all_of(bytes, [](char c) { return c == 0; });
}

// RFC 6890 and its relatives, as far as they matter to who is reached.
Reach reach_of_four(std::string_view address) {
  const auto a = static_cast<std::uint8_t>(address[0]), b = static_cast<std::uint8_t>(address[1]);
  if (a == 127) return Reach::kSelf;
  if (a == 169 && b == 254) return Reach::kLinkLocal;
  if (a == 10 || (a == 172 && b >= 16 && b < 32) || (a == 192 && b == 168) || (a == 100 && b >= 64 && b < 128)) return Reach::kPrivate;
  return a >= 224 ? Reach::kMulticast : Reach::kPublic;
}

Reach reach_of_sixteen(std::string_view address) {
  const auto a = static_cast<std::uint8_t>(address[0]), b = static_cast<std::uint8_t>(address[1]);
  if (all_zero(address.substr(0, 15)) && address[15] == 1) return Reach::kSelf;
  if (a == 0xfe && (b & 0xc0) == 0x80) return Reach::kLinkLocal;
  if ((a & 0xfe) == 0xfc) return Reach::kPrivate;
  return a == 0xff ? Reach::kMulticast : Reach::kPublic;
}

Reach reach_of(std::string_view address) {
  if (all_zero(address)) return Reach::kNobody;
  return address.size() == 4 ? reach_of_four(address) : reach_of_sixteen(address);
}

std::string text_of(std::string_view address) {
  char text[INET6_ADDRSTRLEN] = {};
  char bytes[16] = {};
  std::memcpy(bytes, address.data(), address.size());
  ::inet_ntop(address.size() == 4 ? AF_INET : AF_INET6, bytes, text, sizeof text);
  return text;
}

// A /24, or a /48.
std::string network_of(std::string_view address) {
  const std::size_t kept = address.size() == 4 ? 3 : 6;
  std::string network(address);
  std::fill(network.begin() + static_cast<std::ptrdiff_t>(kept), network.end(), '\0');
  return format("{}/{}", text_of(network), kept * 8);
}

}  // namespace

bool BaselineItems::add(std::string_view item) {
  if (items_.contains(item)) return false;
  if (items_.size() >= max_items_ || item.empty() || item.size() > kMaxItemBytes) {
    full_ = true;
    return false;
  }
  items_.emplace(item);
  return true;
}

void BaselineItems::remove(std::string_view item) {
  if (const auto found = items_.find(item); found != items_.end()) items_.erase(found);
}

std::optional<bool> Baseline::is_new(const BaselineItems& items, std::string_view item) {
  if (items.has(item)) return false;
  if (items.full()) return std::nullopt;
  return true;
}

std::optional<bool> Baseline::is_new_destination(const Destination& destination) const {
  if (destinations.has(destination.wide)) return false;
  return is_new(destinations, destination.narrow);
}

bool Baseline::add_destination(const Destination& destination) {
  if (destinations.has(destination.wide) || !destinations.add(destination.narrow)) return false;
  if (destination.narrow == destination.wide) return true;
  // "tcp/443 public": its networks are those items of "tcp/443 " that begin with a digit.
  const std::string_view port = std::string_view(destination.wide).substr(0, destination.wide.find(' ') + 1);
  std::vector<std::string> networks;
  for (auto one = destinations.all().lower_bound(port); one != destinations.all().end() && one->starts_with(port); ++one) {
    if (one->find('/', port.size()) != std::string::npos) networks.push_back(*one);
  }
  if (networks.size() <= kMaxNetworks) return true;
  for (const std::string& one : networks) destinations.remove(one);
  destinations.add(destination.wide);
  return true;
}

std::optional<std::string> baseline_listener(std::uint8_t protocol, std::uint16_t port) {
  const std::string_view name = protocol_text(protocol);
  if (name.empty() || port == 0) return std::nullopt;
  return port >= kFirstEphemeral ? format("{}/ephemeral", name) : format("{}/{}", name, port);
}

std::optional<Destination> baseline_destination(std::uint8_t protocol, std::uint16_t port, std::string_view address) {
  const std::string_view name = protocol_text(protocol);
  if (name.empty() || port == 0 || (address.size() != 4 && address.size() != 16)) return std::nullopt;
  const std::string front = format("{}/{} ", name, port);
  const auto both = [&](std::string_view place) {
    return Destination{.narrow = front + std::string(place), .wide = front + std::string(place)};
  };
  switch (reach_of(address)) {
    case Reach::kNobody:
    case Reach::kSelf: return std::nullopt;
    case Reach::kLinkLocal: return both(text_of(address));
    case Reach::kPrivate: return both("private");
    case Reach::kMulticast: return both("multicast");
    case Reach::kPublic: break;
  }
  return Destination{.narrow = front + network_of(address), .wide = front + "public"};
}

}  // namespace batten::model
