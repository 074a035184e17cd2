// SPDX-License-Identifier: Apache-2.0
//
// Pod Security Standards, baseline: AppArmor profiles, as annotations (beta) and as fields (1.30).
#include "checks/pod_reading.h"

namespace batten::checks::pod {
namespace {

constexpr std::string_view kAnnotation = "container.apparmor.security.beta.kubernetes.io/";

bool is_allowed(std::string_view value) { return value.empty() || value == "runtime/default" || value.starts_with("localhost/"); }

void check_pod(const manifest::Pod& pod, int, Hits& hits) {
  pod.metadata["annotations"].each_member([&](yaml::View key, yaml::View value) {
    if (!key.string().starts_with(kAnnotation) || (value.is_null() || is_allowed(value.string()))) return;
    hits.push_back({manifest::pod_place(value), pod.title(),
                    format("the AppArmor profile of container {} is {}", key.string().substr(kAnnotation.size()), value.string())});
  });
  each_security_context(pod, [&](yaml::View context, const std::string& who, std::string subject) {
    yaml::View profile = context["appArmorProfile"];
    if (!is_set(profile) || is_confining(profile)) return;
    hits.push_back(
        {manifest::pod_place(profile), std::move(subject), format("the AppArmor profile of {} is {}", who, profile["type"].string("?"))});
  });
}

constexpr std::string_view kReferences[] = {"PSS baseline: appArmorProfile"};
constexpr Example kExamples[] = {
    {R"(apiVersion: v1
kind: Pod
metadata: {name: web, namespace: shop}
spec:
  containers:
  - name: app
    image: app:1
    securityContext:
      appArmorProfile:
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
      appArmorProfile:
        type: Localhost
        localhostProfile: app
)"},
    {R"(apiVersion: v1
kind: Pod
metadata:
  name: web
  annotations:
    container.apparmor.security.beta.kubernetes.io/app: unconfined
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
    container.apparmor.security.beta.kubernetes.io/app: localhost/app
spec:
  containers:
  - name: app
    image: app:1
)"},
};

}  // namespace

extern constinit const PodCheck pod_apparmor;
constinit const PodCheck pod_apparmor = {
    .info = {.id = "pod-apparmor",
             .title = "AppArmor is off",
             .severity = model::Severity::kMedium,
             .practice = model::PracticeId::kLimitCapabilities,
             .why = "The engine's AppArmor profile forbids mounting, writing to /proc and /sys and tracing of others even to root in the "
                    "container. Without it one wall less stands before the node.",
             .fix = "Remove the setting, or use type RuntimeDefault, or Localhost with a profile of your own.",
             .references = kReferences},
    .level = PodLevel::kBaseline,
    .check = check_pod,
    .examples = kExamples,
};

}  // namespace batten::checks::pod
