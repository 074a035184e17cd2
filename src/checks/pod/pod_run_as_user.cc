// SPDX-License-Identifier: Apache-2.0
//
// Pod Security Standards, restricted since 1.23: user 0. Since 1.35 not for pods with user namespaces of their own.
#include "checks/pod_reading.h"

namespace batten::checks::pod {
namespace {

constexpr int kRelaxedFrom = 35;

void check_pod(const manifest::Pod& pod, int minor, Hits& hits) {
  if (minor >= kRelaxedFrom && has_own_users(pod)) return;
  each_security_context(pod, [&](yaml::View context, const std::string& who, std::string subject) {
    yaml::View user = context["runAsUser"];
    if (is_zero(user)) hits.push_back({manifest::pod_place(user), std::move(subject), format("{} runs as user 0", who)});
  });
}

constexpr std::string_view kReferences[] = {"PSS restricted: runAsUser"};
constexpr Example kExamples[] = {
    {R"(apiVersion: v1
kind: Pod
metadata: {name: web, namespace: shop}
spec:
  securityContext:
    runAsNonRoot: true
    runAsUser: 0
  containers:
  - name: app
    image: app:1
)",
     R"(apiVersion: v1
kind: Pod
metadata: {name: web, namespace: shop}
spec:
  hostUsers: false
  securityContext:
    runAsUser: 0
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
    securityContext: {runAsUser: 0}
)",
     R"(apiVersion: v1
kind: Pod
metadata: {name: web, namespace: shop}
spec:
  containers:
  - name: app
    image: app:1
    securityContext: {runAsUser: 1000, runAsGroup: 0}
)"},
};

}  // namespace

extern constinit const PodCheck pod_run_as_user;
constinit const PodCheck pod_run_as_user = {
    .info = {.id = "pod-run-as-user",
             .title = "Runs as root",
             .severity = model::Severity::kMedium,
             .practice = model::PracticeId::kLimitCapabilities,
             .why = "User 0 in the container is user 0 of the node when something goes wrong: a mount too many or a kernel bug, and the "
                    "node is lost.",
             .fix = "Set runAsUser to another number, or hostUsers: false in Kubernetes 1.35 and later.",
             .references = kReferences},
    .level = PodLevel::kRestricted,
    .since_minor = 23,
    .check = check_pod,
    .examples = kExamples,
};

}  // namespace batten::checks::pod
