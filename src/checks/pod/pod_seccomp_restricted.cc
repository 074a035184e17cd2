// SPDX-License-Identifier: Apache-2.0
//
// Pod Security Standards, restricted since 1.19: a seccomp profile is set for every container. Not for pods of Windows since 1.25.
#include "checks/pod_reading.h"

namespace batten::checks::pod {
namespace {

constexpr int kNotForWindowsFrom = 25;

void check_pod(const manifest::Pod& pod, int minor, Hits& hits) {
  if (minor >= kNotForWindowsFrom && is_windows(pod)) return;
  yaml::View of_pod = pod.spec["securityContext"]["seccompProfile"];
  if (is_set(of_pod) && !is_confining(of_pod)) {
    hits.push_back({manifest::pod_place(of_pod), pod.title(), format("the seccomp profile of the pod is {}", of_pod["type"].string("?"))});
  }
  for (const manifest::PodContainer& container : pod.containers) {
    yaml::View own = container.view["securityContext"]["seccompProfile"];
    if (is_set(own) ? is_confining(own) : is_set(of_pod)) continue;
    std::string words = container_words(container);
    hits.push_back({is_set(own) ? manifest::pod_place(own) : place_of_container(container), subject_of(pod, container),
                    is_set(own) ? format("the seccomp profile of {} is {}", words, own["type"].string("?"))
                                : format("neither the pod nor {} sets a seccomp profile", words)});
  }
}

std::vector<model::ContainerChange> changes(const manifest::Pod&, const Hit&) {
  return {{.kind = model::ContainerChange::Kind::kSeccompDefault}};
}

constexpr std::string_view kReferences[] = {"PSS restricted: seccomp"};
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
  securityContext:
    seccompProfile:
      type: RuntimeDefault
  containers:
  - name: app
    image: app:1
)"},
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
  os: {name: windows}
  containers:
  - name: app
    image: app:1
)"},
};

}  // namespace

extern constinit const PodCheck pod_seccomp_restricted;
constinit const PodCheck pod_seccomp_restricted = {
    .info = {.id = "pod-seccomp-restricted",
             .title = "No seccomp profile",
             .severity = model::Severity::kMedium,
             .practice = model::PracticeId::kLimitCapabilities,
             .why = "Unless the kubelet is set up otherwise, Kubernetes runs containers without any seccomp profile: all system calls are "
                    "allowed, also those that only escapes need.",
             .fix = "Set securityContext.seccompProfile.type to RuntimeDefault in the pod.",
             .references = kReferences},
    .level = PodLevel::kRestricted,
    .since_minor = 19,
    .replaces = "pod-seccomp",
    .check = check_pod,
    .examples = kExamples,
    .fix = changes,
};

}  // namespace batten::checks::pod
