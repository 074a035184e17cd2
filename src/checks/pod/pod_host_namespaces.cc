// SPDX-License-Identifier: Apache-2.0
//
// Pod Security Standards, baseline: namespaces of the host.
#include "checks/pod_reading.h"

namespace batten::checks::pod {
namespace {

constexpr std::string_view kFlags[] = {"hostNetwork", "hostPID", "hostIPC"};

void check_pod(const manifest::Pod& pod, int, Hits& hits) {
  for (std::string_view flag : kFlags) {
    yaml::View value = pod.spec[flag];
    if (is_true(value))
      hits.push_back({manifest::pod_place(value), pod.title(), format("the pod shares a namespace of the host: {}", flag)});
  }
}

constexpr std::string_view kReferences[] = {"PSS baseline: hostNamespaces"};
constexpr Example kExamples[] = {
    {R"(apiVersion: v1
kind: Pod
metadata: {name: web, namespace: shop}
spec:
  hostPID: true
  containers:
  - name: app
    image: app:1
)",
     R"(apiVersion: v1
kind: Pod
metadata: {name: web, namespace: shop}
spec:
  hostPID: false
  shareProcessNamespace: true
  containers:
  - name: app
    image: app:1
)"},
};

}  // namespace

extern constinit const PodCheck pod_host_namespaces;
constinit const PodCheck pod_host_namespaces = {
    .info = {.id = "pod-host-namespaces",
             .title = "A namespace of the host",
             .severity = model::Severity::kHigh,
             .practice = model::PracticeId::kLimitCapabilities,
             .why = "In the host's namespaces a pod sees all processes of the node, its network traffic, or services that listen on "
                    "localhost only; network policies do not apply to it.",
             .fix = "Remove hostNetwork, hostPID and hostIPC. What has to be reached from outside needs a Service.",
             .references = kReferences},
    .level = PodLevel::kBaseline,
    .check = check_pod,
    .examples = kExamples,
};

}  // namespace batten::checks::pod
