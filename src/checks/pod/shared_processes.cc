// SPDX-License-Identifier: Apache-2.0
//
// Containers of a pod that see each other's processes.
#include "checks/pod_reading.h"

namespace batten::checks::pod {
namespace {

void check_pod(const manifest::Pod& pod, int, Hits& hits) {
  yaml::View flag = pod.spec["shareProcessNamespace"];
  if (is_true(flag) && pod.containers.size() > 1) {
    hits.push_back(
        {manifest::pod_place(flag), pod.title(), format("the {} containers of the pod see each other's processes", pod.containers.size())});
  }
}

constexpr Example kExamples[] = {
    {R"(apiVersion: v1
kind: Pod
metadata: {name: web, namespace: shop}
spec:
  shareProcessNamespace: true
  containers:
  - name: app
    image: app:1
  - name: sidecar
    image: proxy:1
)",
     R"(apiVersion: v1
kind: Pod
metadata: {name: web, namespace: shop}
spec:
  shareProcessNamespace: true
  containers:
  - name: app
    image: app:1
)"},
};

}  // namespace

extern constinit const PodCheck shared_processes;
constinit const PodCheck shared_processes = {
    .info = {.id = "shared-processes",
             .title = "Containers see each other's processes",
             .severity = model::Severity::kLow,
             .practice = model::PracticeId::kLimitCapabilities,
             .why = "In one process namespace a container reads the others' command lines, and as the same user also their environment, "
                    "memory and files under /proc: the weakest container holds the secrets of all.",
             .fix = "Remove shareProcessNamespace, unless the containers are there to debug or signal each other."},
    .level = PodLevel::kAdvice,
    .check = check_pod,
    .examples = kExamples,
};

}  // namespace batten::checks::pod
