// SPDX-License-Identifier: Apache-2.0
//
// The image comes from a registry that the project's policy does not name.
#include "base/format.h"
#include "base/text.h"
#include "checks/container_check.h"
#include "checks/container_facts.h"
#include "checks/registries.h"
#include "model/reference.h"

namespace batten::checks::container {
namespace {

void check(const model::Container& container, const Settings& settings, Hits& hits) {
  if (settings.allowed_registries.empty() || container.image.value.empty() || !container.build.empty()) return;
  auto reference = model::parse_reference(container.image.value);
  if (!reference || is_allowed(*reference, settings)) return;
  hits.push_back(
      hit_at(container, container.image.place,
             format("image {} comes from {}, which is not allowed", base::printable(container.image.value), reference->registry)));
}

constexpr std::string_view kReferences[] = {"CIS Docker 1.6: 4.2", "OWASP Docker rule 13"};
constexpr Example kExamples[] = {
    {.bad = "services:\n  app:\n    image: quay.io/other/app:1\n    read_only: true\n",
     .good = "services:\n  app:\n    image: registry.example/app:1\n    read_only: true\n"},
};

}  // namespace

extern constinit const ContainerCheck registry_not_allowed;
constinit const ContainerCheck registry_not_allowed = {
    .info = {.id = "registry-not-allowed",
             .title = "Registry is not allowed by the policy",
             .severity = model::Severity::kHigh,
             .practice = model::PracticeId::kTrustedImages,
             .why = "The policy file lists the registries that this project trusts. This image comes from another one.",
             .fix = "Take the image from an allowed registry, or add the registry to allowed-registries in .batten.yaml.",
             .references = kReferences},
    .forms = kCompose | kKubernetes | kRunLine | kQuadlet | kEngine,
    .check = check,
    .examples = kExamples,
};

}  // namespace batten::checks::container
