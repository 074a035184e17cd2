// SPDX-License-Identifier: Apache-2.0
//
// Pod Security Standards, baseline: privileged containers.
#include "checks/pod_reading.h"

namespace batten::checks::pod {
namespace {

void check_pod(const manifest::Pod& pod, int, Hits& hits) {
  for (const manifest::PodContainer& container : pod.containers) {
    yaml::View privileged = container.view["securityContext"]["privileged"];
    if (!is_true(privileged)) continue;
    hits.push_back({manifest::pod_place(privileged), subject_of(pod, container), container_words(container) + " is privileged"});
  }
}

constexpr std::string_view kReferences[] = {"PSS baseline: privileged"};
constexpr Example kExamples[] = {
    {R"(apiVersion: v1
kind: Pod
metadata: {name: web, namespace: shop}
spec:
  containers:
  - name: app
    image: app:1
    securityContext:
      privileged: true
)",
     R"(apiVersion: v1
kind: Pod
metadata: {name: web, namespace: shop}
spec:
  containers:
  - name: app
    image: app:1
    securityContext:
      privileged: false
)"},
};

}  // namespace

extern constinit const PodCheck pod_privileged;
constinit const PodCheck pod_privileged = {
    .info = {.id = "pod-privileged",
             .title = "A privileged container",
             .severity = model::Severity::kCritical,
             .practice = model::PracticeId::kLimitCapabilities,
             .why = "A privileged container has every capability, every device and no seccomp or AppArmor profile: who breaks into it owns "
                    "the node and with it all its pods.",
             .fix = "Remove privileged; add the one capability, or mount the one device through a device plugin, that is needed.",
             .references = kReferences},
    .level = PodLevel::kBaseline,
    .check = check_pod,
    .examples = kExamples,
};

}  // namespace batten::checks::pod
