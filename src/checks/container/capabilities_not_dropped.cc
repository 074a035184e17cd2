// SPDX-License-Identifier: Apache-2.0
//
// The engine's default capabilities are kept: CHOWN, DAC_OVERRIDE, NET_RAW, MKNOD, SETUID and nine more.
#include <algorithm>

#include "base/format.h"
#include "base/text.h"
#include "checks/container_check.h"
#include "checks/container_facts.h"
#include "model/capability.h"

namespace batten::checks::container {
namespace {

// 14 names, as a set of bits: what is left when nothing was dropped.
std::uint64_t default_bits() {
  std::uint64_t out = 0;
  for (unsigned number = 0; number < model::kCapabilities; ++number) {
    if (model::is_default_capability(model::capability_name(number))) out |= std::uint64_t{1} << number;
  }
  return out;
}

void check(const model::Container& container, const Settings&, Hits& hits) {
  if (is_privileged(container) || drops_all(container)) return;
  if (container.process && container.process->capabilities_bounding) {
    std::uint64_t left = *container.process->capabilities_bounding & default_bits();
    if (left == 0) return;
    hits.push_back(hit_at(container, {},
                          format("keeps {} of the engine's default capabilities: {}", model::capabilities_of(left).size(),
                                 base::join(model::capabilities_of(left), ", ")),
                          format("CapBnd {:016x}", *container.process->capabilities_bounding)));
    return;
  }
  if (container.capabilities_dropped.empty()) {
    hits.push_back(hit_at(container, {}, "keeps the engine's default capabilities: no cap_drop"));
  } else {
    hits.push_back(hit_at(container, container.capabilities_dropped[0].place, "drops some of the engine's default capabilities, not ALL"));
  }
}

// What a server that is known to start as root and to change its user then needs.
std::vector<std::string> needed(const model::Container& container) {
  std::vector<std::string> out;
  for (const model::Placed<std::string>& added : container.capabilities_added) out.push_back(added.value);
  auto add = [&](std::string_view name) {
    if (std::ranges::find(out, name) == out.end()) out.emplace_back(name);
  };
  bool other_user =
      container.user && container.user->value != "root" && container.user->value != "0" && !container.user->value.starts_with("0:");
  constexpr std::string_view kServers[] = {"nginx", "httpd",    "apache",    "haproxy",   "postgres",  "mysql", "mariadb", "redis",
                                           "mongo", "rabbitmq", "memcached", "wordpress", "nextcloud", "php",   "traefik", "caddy"};
  bool server = std::ranges::any_of(kServers, [&](std::string_view name) { return is_image_named(container.image.value, name); });
  if (server && !other_user) {
    for (std::string_view name : {"CHOWN", "DAC_OVERRIDE", "FOWNER", "SETGID", "SETUID"}) add(name);
  }
  bool low_port =
      std::ranges::any_of(container.ports, [](const auto& port) { return port.container_first > 0 && port.container_first < 1024; });
  if (low_port || (server && !other_user)) add("NET_BIND_SERVICE");
  return out;
}

std::vector<model::ContainerChange> fix(const model::Container& container, const Hit&) {
  return {{.kind = model::ContainerChange::Kind::kDropAllCapabilities, .values = needed(container)}};
}

constexpr std::string_view kReferences[] = {"CIS Docker 1.6: 5.4", "PSS restricted: capabilities", "OWASP Docker rule 3"};
constexpr Example kExamples[] = {
    {.bad = "services:\n  app:\n    image: debian:12.8\n    read_only: true\n",
     .good = "services:\n  app:\n    image: debian:12.8\n    cap_drop:\n      - ALL\n"},
};

}  // namespace

extern constinit const ContainerCheck capabilities_not_dropped;
constinit const ContainerCheck capabilities_not_dropped = {
    .info = {.id = "capabilities-not-dropped",
             .title = "Default capabilities are not dropped",
             .severity = model::Severity::kMedium,
             .practice = model::PracticeId::kLimitCapabilities,
             .why = "Docker leaves 14 capabilities to every container. NET_RAW lets it forge packets on the bridge, DAC_OVERRIDE ignores "
                    "file permissions, MKNOD makes devices. Hardly any service needs more than one or two.",
             .fix = "cap_drop: [ALL], then cap_add only what the program fails without (often nothing; NET_BIND_SERVICE for ports below "
                    "1024; CHOWN, SETGID and SETUID for servers that start as root and change user).",
             .references = kReferences},
    .check = check,
    .examples = kExamples,
    .fix = fix,
    .words = {.run_line = "--cap-drop ALL, then --cap-add only what the program fails without (often nothing; NET_BIND_SERVICE for ports "
                          "below 1024; CHOWN, SETGID and SETUID for servers that start as root and change user).",
              .quadlet = "DropCapability=ALL, then AddCapability= only what the program fails without (often nothing; NET_BIND_SERVICE for "
                         "ports below 1024; CHOWN, SETGID and SETUID for servers that start as root and change user).",
              .kubernetes =
                  "securityContext.capabilities: {drop: [ALL]}, then add only what the program fails without (often nothing; "
                  "NET_BIND_SERVICE for ports below 1024; CHOWN, SETGID and SETUID for servers that start as root and change user)."},
};

}  // namespace batten::checks::container
