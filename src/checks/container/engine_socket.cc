// SPDX-License-Identifier: Apache-2.0
//
// The socket of the container engine is mounted into the container: whoever has it is root on the host.
#include <algorithm>

#include "base/format.h"
#include "base/text.h"
#include "checks/container_check.h"
#include "checks/container_facts.h"

namespace batten::checks::container {
namespace {

void check(const model::Container& container, const Settings&, Hits& hits) {
  for (const model::ContainerMount& mount : container.mounts) {
    if (mount.kind != model::ContainerMount::Kind::kBind) continue;
    std::string_view socket = engine_socket_in(mount.source);
    // From an unusual place to where programs look for it.
    if (socket.empty() && host_path(mount.target).ends_with("/docker.sock")) socket = "docker.sock";
    if (socket.empty()) continue;
    std::string source = host_path(mount.source);
    hits.push_back(hit_at(container, mount.place,
                          source.ends_with(".sock")
                              ? format("has the container engine's socket {}", base::printable(source))
                              : format("has {}, in which the container engine's socket is ({})", base::printable(source), socket)));
  }
  if (!container.process) return;
  for (const model::ContainerMount& mount : container.process->mounts) {
    bool told = std::ranges::any_of(container.mounts, [&](const auto& other) { return other.target == mount.target; });
    if (!told && !engine_socket_in(mount.source).empty())
      hits.push_back(hit_at(
          container, {},
          format("has the container engine's socket at {} although its configuration does not say so", base::printable(mount.target)),
          "mountinfo: " + base::printable(mount.source)));
  }
}

constexpr std::string_view kReferences[] = {"CIS Docker 1.6: 5.32", "OWASP Docker rule 1"};
constexpr Example kExamples[] = {
    {.bad = "services:\n  app:\n    image: debian:12.8\n    volumes:\n      - /var/run/docker.sock:/var/run/docker.sock:ro\n",
     .good = "services:\n  app:\n    image: debian:12.8\n    volumes:\n      - ./docker:/docker\n"},
    {.bad =
         "services:\n  app:\n    image: debian:12.8\n    volumes:\n      - type: bind\n        source: /run\n        target: /host/run\n",
     .good = "services:\n  app:\n    image: debian:12.8\n    volumes:\n      - /run/udev:/run/udev:ro\n"},
};

}  // namespace

extern constinit const ContainerCheck engine_socket;
constinit const ContainerCheck engine_socket = {
    .info =
        {.id = "engine-socket",
         .title = "Container can command the container engine",
         .severity = model::Severity::kCritical,
         .practice = model::PracticeId::kLimitCapabilities,
         .why = "Through the engine's socket a process starts a privileged container with the host's disk mounted: it is root on the host, "
                "whatever else confines it. Read-only changes nothing, a socket is not written to.",
         .fix =
             "Remove the mount. If the program must see containers, put a filtering proxy between, or give it a read-only API of its own.",
         .references = kReferences},
    .check = check,
    .examples = kExamples,
};

}  // namespace batten::checks::container
