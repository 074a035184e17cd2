// SPDX-License-Identifier: Apache-2.0
//
// Pod Security Standards, restricted since 1.8: no_new_privs. Not for pods of Windows since 1.25.
#include "checks/pod_reading.h"

namespace batten::checks::pod {
namespace {

constexpr int kNotForWindowsFrom = 25;

void check_pod(const manifest::Pod& pod, int minor, Hits& hits) {
  if (minor >= kNotForWindowsFrom && is_windows(pod)) return;
  for (const manifest::PodContainer& container : pod.containers) {
    yaml::View flag = container.view["securityContext"]["allowPrivilegeEscalation"];
    if (is_false(flag)) continue;
    hits.push_back({is_set(flag) ? manifest::pod_place(flag) : place_of_container(container), subject_of(pod, container),
                    format("{} does not set allowPrivilegeEscalation: false", container_words(container))});
  }
}

std::vector<model::ContainerChange> changes(const manifest::Pod&, const Hit&) {
  return {{.kind = model::ContainerChange::Kind::kNoNewPrivileges}};
}

constexpr std::string_view kReferences[] = {"PSS restricted: allowPrivilegeEscalation"};
constexpr Example kExamples[] = {
    {R"(apiVersion: v1
kind: Pod
metadata: {name: web, namespace: shop}
spec:
  containers:
  - name: app
    image: app:1
)",
     R"(apiVersion: v1
kind: Pod
metadata: {name: web, namespace: shop}
spec:
  containers:
  - name: app
    image: app:1
    securityContext:
      allowPrivilegeEscalation: false
)"},
};

}  // namespace

extern constinit const PodCheck pod_privilege_escalation;
constinit const PodCheck pod_privilege_escalation = {
    .info = {.id = "pod-privilege-escalation",
             .title = "Privileges may grow",
             .severity = model::Severity::kMedium,
             .practice = model::PracticeId::kLimitCapabilities,
             .why = "A process that got hold of a setuid program (sudo, su, mount) becomes root in the container, although the container "
                    "was started as an ordinary user.",
             .fix = "Set securityContext.allowPrivilegeEscalation: false in every container.",
             .references = kReferences},
    .level = PodLevel::kRestricted,
    .since_minor = 8,
    .check = check_pod,
    .examples = kExamples,
    .fix = changes,
};

}  // namespace batten::checks::pod
