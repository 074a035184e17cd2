// SPDX-License-Identifier: Apache-2.0
//
// Pod Security Standards, baseline: hostPath volumes.
#include "checks/pod_reading.h"

namespace batten::checks::pod {
namespace {

void check_pod(const manifest::Pod& pod, int, Hits& hits) {
  pod.spec["volumes"].each([&](yaml::View volume) {
    yaml::View path = volume["hostPath"];
    if (!is_set(path)) return;
    hits.push_back({manifest::pod_place(path), pod.title(),
                    format("volume {} is the directory {} of the node", volume["name"].string(), path["path"].string("?"))});
  });
}

constexpr std::string_view kReferences[] = {"PSS baseline: hostPath"};
constexpr Example kExamples[] = {
    {R"(apiVersion: v1
kind: Pod
metadata: {name: web, namespace: shop}
spec:
  containers:
  - name: app
    image: app:1
  volumes:
  - name: logs
    hostPath:
      path: /var/log
)",
     R"(apiVersion: v1
kind: Pod
metadata: {name: web, namespace: shop}
spec:
  containers:
  - name: app
    image: app:1
  volumes:
  - name: logs
    emptyDir: {}
)"},
};

}  // namespace

extern constinit const PodCheck pod_host_path;
constinit const PodCheck pod_host_path = {
    .info = {.id = "pod-host-path",
             .title = "A volume of the node",
             .severity = model::Severity::kHigh,
             .practice = model::PracticeId::kLimitCapabilities,
             .why = "What a pod writes to a path of the node stays there, for the kubelet, other pods or root to read and run; reading is "
                    "often enough to take the node's credentials.",
             .fix = "Use emptyDir, a PersistentVolumeClaim, a ConfigMap or a Secret in place of hostPath.",
             .references = kReferences},
    .level = PodLevel::kBaseline,
    .check = check_pod,
    .examples = kExamples,
};

}  // namespace batten::checks::pod
