// SPDX-License-Identifier: Apache-2.0
//
// Pod Security Standards, baseline: parts of /proc unmasked. Since 1.35 a pod with user namespaces of its own may.
#include "checks/pod_reading.h"

namespace batten::checks::pod {
namespace {

constexpr int kRelaxedFrom = 35;

void check_pod(const manifest::Pod& pod, int minor, Hits& hits) {
  if (minor >= kRelaxedFrom && has_own_users(pod)) return;
  for (const manifest::PodContainer& container : pod.containers) {
    yaml::View mount = container.view["securityContext"]["procMount"];
    if (!is_set(mount) || mount.string() == "Default") continue;
    hits.push_back({manifest::pod_place(mount), subject_of(pod, container),
                    format("{} has procMount {}", container_words(container), mount.string())});
  }
}

constexpr std::string_view kReferences[] = {"PSS baseline: procMount"};
constexpr Example kExamples[] = {
    {R"(apiVersion: v1
kind: Pod
metadata: {name: web, namespace: shop}
spec:
  containers:
  - name: app
    image: app:1
    securityContext:
      procMount: Unmasked
)",
     R"(apiVersion: v1
kind: Pod
metadata: {name: web, namespace: shop}
spec:
  hostUsers: false
  containers:
  - name: app
    image: app:1
    securityContext:
      procMount: Unmasked
)"},
};

}  // namespace

extern constinit const PodCheck pod_proc_mount;
constinit const PodCheck pod_proc_mount = {
    .info = {.id = "pod-proc-mount",
             .title = "/proc without its masks",
             .severity = model::Severity::kHigh,
             .practice = model::PracticeId::kLimitCapabilities,
             .why = "The masks over parts of /proc keep a container from reading the kernel's memory layout and from writing settings of "
                    "the whole node.",
             .fix = "Remove procMount, or set hostUsers: false in Kubernetes 1.35 and later.",
             .references = kReferences},
    .level = PodLevel::kBaseline,
    .check = check_pod,
    .examples = kExamples,
};

}  // namespace batten::checks::pod
