// SPDX-License-Identifier: Apache-2.0
//
// Pod Security Standards, restricted since 1.35: parts of /proc unmasked, in every pod.
#include "checks/pod_reading.h"

namespace batten::checks::pod {
namespace {

void check_pod(const manifest::Pod& pod, int, Hits& hits) {
  for (const manifest::PodContainer& container : pod.containers) {
    yaml::View mount = container.view["securityContext"]["procMount"];
    if (!is_set(mount) || mount.string() == "Default") continue;
    hits.push_back({manifest::pod_place(mount), subject_of(pod, container),
                    format("{} has procMount {}", container_words(container), mount.string())});
  }
}

constexpr std::string_view kReferences[] = {"PSS restricted: procMount"};
constexpr Example kExamples[] = {
    {R"(apiVersion: v1
kind: Pod
metadata: {name: web, namespace: shop}
spec:
  hostUsers: false
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
  containers:
  - name: app
    image: app:1
    securityContext:
      procMount: Default
)"},
};

}  // namespace

extern constinit const PodCheck pod_proc_mount_restricted;
constinit const PodCheck pod_proc_mount_restricted = {
    .info = {.id = "pod-proc-mount-restricted",
             .title = "/proc without its masks",
             .severity = model::Severity::kMedium,
             .practice = model::PracticeId::kLimitCapabilities,
             .why = "The masks over parts of /proc keep a container from reading the kernel's memory layout and from writing settings of "
                    "the whole node. Restricted wants them even where root in the pod is nobody on the node.",
             .fix = "Remove procMount.",
             .references = kReferences},
    .level = PodLevel::kRestricted,
    .since_minor = 35,
    .replaces = "pod-proc-mount",
    .check = check_pod,
    .examples = kExamples,
};

}  // namespace batten::checks::pod
