// SPDX-License-Identifier: Apache-2.0
#include "update/network_copy.h"

#include <algorithm>
#include <array>
#include <string>
#include <string_view>

#include "base/format.h"
#include "base/text.h"

namespace batten::update {
namespace {

// The engine's own: what it calculates, and what it gives anew.
constexpr std::array<std::string_view, 10> kGiven = {"NetworkID",   "EndpointID",  "Gateway",           "IPAddress",
                                                     "IPPrefixLen", "IPv6Gateway", "GlobalIPv6Address", "GlobalIPv6PrefixLen",
                                                     "DNSNames",    "MacAddress"};

// Docker before 28 derives the address in a bridge from the IPv4 address.
std::string derived_mac(std::string_view ipv4) {
  std::string out = "02:42";
  for (std::string_view part : base::split(ipv4, '.')) {
    auto number = base::parse_unsigned(part);
    if (!number || *number > 255) return {};
    out += format(":{:02x}", *number);
  }
  return out;
}

std::string chosen_mac(const NetworkSource& source, const JsonValue& network) {
  if (source.says_chosen_mac) return {};
  const std::string_view mac = network.text_of("MacAddress");
  return mac == derived_mac(network.text_of("IPAddress")) ? std::string() : std::string(mac);
}

JsonValue endpoint_of(const NetworkSource& source, const JsonValue& network) {
  JsonValue out = network;
  for (std::string_view key : kGiven) out.erase(key);
  const std::string_view id = source.inspect.text_of("Id");
  if (JsonValue* aliases = out.find("Aliases"))
    std::erase_if(aliases->elements, [&](const JsonValue& one) { return one.text.size() >= 12 && id.starts_with(one.text); });
  if (std::string mac = chosen_mac(source, network); !mac.empty()) out.set("MacAddress", JsonValue::string(mac));
  std::erase_if(out.members, [](const auto& member) { return member.second.is_nothing(); });
  if (out.type != json::Type::kObject) out = JsonValue::object();
  return out;
}

void find_fixed(const JsonValue& endpoint, std::string_view network, Exclusive& out) {
  for (std::string_view key : {"IPv4Address", "IPv6Address"}) {
    std::string_view address = endpoint["IPAMConfig"].text_of(key);
    if (!address.empty()) out.hard.push_back(format("address {} in network {}", address, network));
  }
  if (std::string_view mac = endpoint.text_of("MacAddress"); !mac.empty())
    out.hard.push_back(format("MAC address {} in network {}", mac, network));
}

bool is_shared_mode(std::string_view mode) { return mode == "host" || mode == "none" || mode.starts_with("container:"); }

bool is_bridge_mode(std::string_view mode) { return mode.empty() || mode == "default" || mode == "bridge"; }

// Whether create itself puts the container into that network, by HostConfig.NetworkMode.
bool is_first(std::string_view mode, std::string_view name, const JsonValue& network) {
  if (is_bridge_mode(mode)) return name == "bridge" || name == "podman";
  return mode == name || mode == network.text_of("NetworkID");
}

}  // namespace

JsonValue copy_networks(const NetworkSource& source, ContainerCopy& out) {
  JsonValue first = JsonValue::object();
  const std::string_view mode = source.host.text_of("NetworkMode");
  if (mode.starts_with("container:") || mode == "host") return first;
  bool has_first = false;
  for (const auto& [name, network] : source.inspect["NetworkSettings"]["Networks"].members) {
    JsonValue endpoint = endpoint_of(source, network);
    find_fixed(endpoint, name, out.exclusive);
    if (!is_first(mode, name, network)) {
      out.connect.push_back({name, endpoint.written()});
      continue;
    }
    has_first = true;
    // In the bridge of all, aliases and addresses can't be chosen, but a MAC address can.
    if (is_shared_mode(mode) || endpoint.members.empty()) continue;
    if (is_bridge_mode(mode) && endpoint.find("MacAddress") == nullptr) continue;
    first.set(is_bridge_mode(mode) ? std::string_view(name) : mode, std::move(endpoint));
  }
  if (std::string_view mac = source.config.text_of("MacAddress"); !mac.empty()) out.exclusive.hard.push_back(format("MAC address {}", mac));
  if (!has_first && !is_shared_mode(mode)) out.disconnect.emplace_back(is_bridge_mode(mode) ? std::string_view("bridge") : mode);
  return first;
}

}  // namespace batten::update
