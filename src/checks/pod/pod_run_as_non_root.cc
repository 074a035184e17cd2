// SPDX-License-Identifier: Apache-2.0
//
// Pod Security Standards, restricted: runAsNonRoot. Since 1.35 not for pods with user namespaces of their own.
#include "checks/pod_reading.h"

namespace batten::checks::pod {
namespace {

constexpr int kRelaxedFrom = 35;

void check_pod(const manifest::Pod& pod, int minor, Hits& hits) {
  if (minor >= kRelaxedFrom && has_own_users(pod)) return;
  yaml::View of_pod = pod.spec["securityContext"]["runAsNonRoot"];
  if (is_false(of_pod)) hits.push_back({manifest::pod_place(of_pod), pod.title(), "the pod sets runAsNonRoot: false"});
  for (const manifest::PodContainer& container : pod.containers) {
    yaml::View own = container.view["securityContext"]["runAsNonRoot"];
    if (is_true(own)) continue;
    if (is_false(own)) {
      hits.push_back(
          {manifest::pod_place(own), subject_of(pod, container), format("{} sets runAsNonRoot: false", container_words(container))});
    } else if (!is_set(of_pod)) {
      hits.push_back({place_of_container(container), subject_of(pod, container),
                      format("neither the pod nor {} sets runAsNonRoot: true", container_words(container))});
    }
  }
}

constexpr std::string_view kReferences[] = {"PSS restricted: runAsNonRoot"};
constexpr Example kExamples[] = {
    {R"(apiVersion: v1
kind: Pod
metadata: {name: web, namespace: shop}
spec:
  containers:
  - name: app
    image: app:1
    securityContext:
      runAsUser: 1000
)",
     R"(apiVersion: v1
kind: Pod
metadata: {name: web, namespace: shop}
spec:
  securityContext:
    runAsNonRoot: true
  containers:
  - name: app
    image: app:1
)"},
    {R"(apiVersion: v1
kind: Pod
metadata: {name: web, namespace: shop}
spec:
  securityContext:
    runAsNonRoot: true
  containers:
  - name: app
    image: app:1
    securityContext:
      runAsNonRoot: false
)",
     R"(apiVersion: v1
kind: Pod
metadata: {name: web, namespace: shop}
spec:
  hostUsers: false
  containers:
  - name: app
    image: app:1
)"},
};

}  // namespace

extern constinit const PodCheck pod_run_as_non_root;
constinit const PodCheck pod_run_as_non_root = {
    .info = {.id = "pod-run-as-non-root",
             .title = "May run as root",
             .severity = model::Severity::kMedium,
             .practice = model::PracticeId::kLimitCapabilities,
             .why = "Without runAsNonRoot the image decides, and an image without USER is root: what breaks into the process is root in "
                    "the container and one kernel bug away from root on the node.",
             .fix = "Set securityContext.runAsNonRoot: true, and runAsUser where the image has no numeric user.",
             .references = kReferences},
    .level = PodLevel::kRestricted,
    .check = check_pod,
    .examples = kExamples,
};

}  // namespace batten::checks::pod
