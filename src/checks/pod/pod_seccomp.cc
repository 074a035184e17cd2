// SPDX-License-Identifier: Apache-2.0
//
// Pod Security Standards, baseline: seccomp switched off. Up to 1.18 an annotation says so, since then a field.
#include "checks/pod_reading.h"

namespace batten::checks::pod {
namespace {

constexpr int kFieldsFrom = 19;
constexpr std::string_view kOfPod = "seccomp.security.alpha.kubernetes.io/pod";
constexpr std::string_view kOfContainer = "container.seccomp.security.alpha.kubernetes.io/";

void check_annotation(const manifest::Pod& pod, const std::string& key, std::string subject, Hits& hits) {
  yaml::View value = pod.metadata["annotations"][key];
  std::string_view profile = value.string();
  if (!value || profile == "runtime/default" || profile == "docker/default" || profile.starts_with("localhost/")) return;
  hits.push_back({manifest::pod_place(value), std::move(subject), format("the annotation {} is {}", key, profile)});
}

void check_pod(const manifest::Pod& pod, int minor, Hits& hits) {
  if (minor < kFieldsFrom) {
    check_annotation(pod, std::string(kOfPod), pod.title(), hits);
    for (const manifest::PodContainer& container : pod.containers) {
      check_annotation(pod, std::string(kOfContainer) + container.name, subject_of(pod, container), hits);
    }
    return;
  }
  each_security_context(pod, [&](yaml::View context, const std::string& who, std::string subject) {
    yaml::View profile = context["seccompProfile"];
    if (!is_set(profile) || is_confining(profile)) return;
    hits.push_back(
        {manifest::pod_place(profile), std::move(subject), format("the seccomp profile of {} is {}", who, profile["type"].string("?"))});
  });
}

constexpr std::string_view kReferences[] = {"PSS baseline: seccomp"};
constexpr Example kExamples[] = {
    {R"(apiVersion: v1
kind: Pod
metadata: {name: web, namespace: shop}
spec:
  containers:
  - name: app
    image: app:1
    securityContext:
      seccompProfile:
        type: Unconfined
)",
     R"(apiVersion: v1
kind: Pod
metadata: {name: web, namespace: shop}
spec:
  containers:
  - name: app
    image: app:1
    securityContext:
      seccompProfile:
        type: RuntimeDefault
)"},
};

}  // namespace

extern constinit const PodCheck pod_seccomp;
constinit const PodCheck pod_seccomp = {
    .info = {.id = "pod-seccomp",
             .title = "Seccomp is off",
             .severity = model::Severity::kHigh,
             .practice = model::PracticeId::kLimitCapabilities,
             .why = "The engine's seccomp profile forbids system calls that ordinary programs never need and through which most escapes "
                    "from containers went.",
             .fix = "Use type RuntimeDefault, or Localhost with a profile of your own.",
             .references = kReferences},
    .level = PodLevel::kBaseline,
    .check = check_pod,
    .examples = kExamples,
};

}  // namespace batten::checks::pod
