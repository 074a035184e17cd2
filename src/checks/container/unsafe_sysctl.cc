// SPDX-License-Identifier: Apache-2.0
//
// A kernel setting that is not the container's own, or that weakens it.
#include <algorithm>

#include "base/format.h"
#include "base/text.h"
#include "checks/container_check.h"
#include "checks/container_facts.h"

namespace batten::checks::container {
namespace {

// Of a namespace of the container (net, ipc, uts) and harmless.
constexpr std::string_view kOwn[] = {"net.",       "kernel.shm",        "kernel.msg",     "kernel.sem",
                                     "fs.mqueue.", "kernel.domainname", "kernel.hostname"};

void check(const model::Container& container, const Settings&, Hits& hits) {
  for (const auto& [name, value] : container.sysctls) {
    bool host_network = container.network_mode && container.network_mode->value == "host";
    bool own = std::ranges::any_of(kOwn, [&](std::string_view start) { return name.starts_with(start); });
    if (own && !(host_network && name.starts_with("net."))) continue;
    hits.push_back(hit_at(container, value.place, format("sets {}, a setting of the host's kernel", base::printable(name))));
  }
}

constexpr std::string_view kReferences[] = {"PSS baseline: sysctls"};
constexpr Example kExamples[] = {
    {.bad = "services:\n  app:\n    image: debian:12.8\n    sysctls:\n      kernel.core_pattern: \"|/tmp/x\"\n",
     .good = "services:\n  app:\n    image: debian:12.8\n    sysctls:\n      net.core.somaxconn: 1024\n"},
};

}  // namespace

extern constinit const ContainerCheck unsafe_sysctl;
constinit const ContainerCheck unsafe_sysctl = {
    .info = {.id = "unsafe-sysctl",
             .title = "Kernel setting is changed",
             .severity = model::Severity::kMedium,
             .practice = model::PracticeId::kLimitCapabilities,
             .why = "Settings outside of the container's own namespaces change the host for everybody.",
             .fix = "Remove it, or set it on the host where it belongs.",
             .references = kReferences},
    .forms = kCompose | kRunLine | kQuadlet | kEngine,
    .check = check,
    .examples = kExamples,
};

}  // namespace batten::checks::container
