// SPDX-License-Identifier: Apache-2.0
//
// Mounts that the container makes appear on the host.
#include "base/format.h"
#include "base/text.h"
#include "checks/container_check.h"
#include "checks/container_facts.h"

namespace batten::checks::container {
namespace {

void check(const model::Container& container, const Settings&, Hits& hits) {
  for (const model::ContainerMount& mount : container.mounts) {
    if (mount.propagation == "shared" || mount.propagation == "rshared")
      hits.push_back(
          hit_at(container, mount.place, format("mounts {} with {} propagation", base::printable(mount.source), mount.propagation)));
  }
}

constexpr std::string_view kReferences[] = {"CIS Docker 1.6: 5.20"};
constexpr Example kExamples[] = {
    {.bad = "services:\n  app:\n    image: debian:12.8\n    volumes:\n      - /srv/data:/data:rshared\n",
     .good = "services:\n  app:\n    image: debian:12.8\n    volumes:\n      - /srv/data:/data:rslave\n"},
};

}  // namespace

extern constinit const ContainerCheck shared_propagation;
constinit const ContainerCheck shared_propagation = {
    .info = {.id = "shared-propagation",
             .title = "Mounts of the container reach the host",
             .severity = model::Severity::kMedium,
             .practice = model::PracticeId::kLimitCapabilities,
             .why = "With shared propagation what is mounted in the container under that directory is mounted on the host as well, and can "
                    "cover its files.",
             .fix = "Use rprivate (the default) or rslave.",
             .references = kReferences},
    .forms = kCompose | kRunLine | kQuadlet | kEngine,
    .check = check,
    .examples = kExamples,
};

}  // namespace batten::checks::container
