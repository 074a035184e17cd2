// SPDX-License-Identifier: Apache-2.0
//
// seccomp profiles in annotations, which Kubernetes has not read since 1.27.
#include <set>

#include "checks/pod_reading.h"

namespace batten::checks::pod {
namespace {

constexpr int kIgnoredFrom = 27;
constexpr std::string_view kOfPod = "seccomp.security.alpha.kubernetes.io/pod";
constexpr std::string_view kOfContainer = "container.seccomp.security.alpha.kubernetes.io/";

void check_pod(const manifest::Pod& pod, int minor, Hits& hits) {
  if (minor < kIgnoredFrom || is_set(pod.spec["securityContext"]["seccompProfile"])) return;
  std::set<std::string_view> without_field;
  for (const manifest::PodContainer& container : pod.containers) {
    if (!is_set(container.view["securityContext"]["seccompProfile"])) without_field.insert(container.name);
  }
  pod.metadata["annotations"].each_member([&](yaml::View key, yaml::View) {
    std::string_view name = key.string();
    bool counted = name == kOfPod ? !without_field.empty()
                                  : name.starts_with(kOfContainer) && without_field.contains(name.substr(kOfContainer.size()));
    if (counted)
      hits.push_back({manifest::pod_place(key), pod.title(), format("Kubernetes does not read the annotation {} any more", name)});
  });
}

constexpr Example kExamples[] = {
    {R"(apiVersion: v1
kind: Pod
metadata:
  name: web
  annotations:
    seccomp.security.alpha.kubernetes.io/pod: runtime/default
spec:
  containers:
  - name: app
    image: app:1
)",
     R"(apiVersion: v1
kind: Pod
metadata:
  name: web
  annotations:
    seccomp.security.alpha.kubernetes.io/pod: runtime/default
spec:
  securityContext:
    seccompProfile: {type: RuntimeDefault}
  containers:
  - name: app
    image: app:1
)"},
};

}  // namespace

extern constinit const PodCheck ignored_annotation;
constinit const PodCheck ignored_annotation = {
    .info = {.id = "ignored-annotation",
             .title = "A seccomp profile in an annotation",
             .severity = model::Severity::kMedium,
             .practice = model::PracticeId::kLimitCapabilities,
             .why = "The annotation looks like protection and is none: since Kubernetes 1.27 only the field seccompProfile counts, and "
                    "such a container runs without a profile.",
             .fix = "Set securityContext.seccompProfile to what the annotation says and remove the annotation."},
    .level = PodLevel::kAdvice,
    .check = check_pod,
    .examples = kExamples,
};

}  // namespace batten::checks::pod
