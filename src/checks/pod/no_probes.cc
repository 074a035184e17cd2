// SPDX-License-Identifier: Apache-2.0
//
// Services that nothing watches: no container of the pod has a probe. Jobs and single pods end by themselves.
#include "checks/pod_reading.h"

namespace batten::checks::pod {
namespace {

constexpr std::string_view kServices[] = {"Deployment", "StatefulSet", "DaemonSet", "ReplicaSet", "ReplicationController"};

void check_pod(const manifest::Pod& pod, int, Hits& hits) {
  if (std::ranges::find(kServices, pod.kind) == std::end(kServices)) return;
  const manifest::PodContainer* first = nullptr;
  for (const manifest::PodContainer& container : pod.containers) {
    if (container.kind != manifest::PodContainer::Kind::kContainer) continue;
    if (first == nullptr) first = &container;
    for (std::string_view probe : {"livenessProbe", "readinessProbe", "startupProbe"}) {
      if (is_set(container.view[probe])) return;
    }
  }
  if (first != nullptr)
    hits.push_back({place_of_container(*first), subject_of(pod, *first), format("no container of {} has a probe", pod.title())});
}

constexpr Example kExamples[] = {
    {R"(apiVersion: apps/v1
kind: Deployment
metadata: {name: web, namespace: shop}
spec:
  template:
    spec:
      containers:
      - name: app
        image: app:1
)",
     R"(apiVersion: apps/v1
kind: Deployment
metadata: {name: web, namespace: shop}
spec:
  template:
    spec:
      containers:
      - name: app
        image: app:1
        readinessProbe:
          httpGet: {path: /ready, port: 8080}
      - name: sidecar
        image: proxy:1
)"},
};

}  // namespace

extern constinit const PodCheck no_probes;
constinit const PodCheck no_probes = {
    .info = {.id = "no-probes",
             .title = "Nothing watches whether it works",
             .severity = model::Severity::kLow,
             .practice = model::PracticeId::kMonitoring,
             .why = "Without a probe Kubernetes only sees whether the process is there: a service that hangs, under attack or after a bad "
                    "update, keeps its traffic and is never restarted, and a rollout goes on over it.",
             .fix = "Add a readinessProbe, and a livenessProbe where a restart helps."},
    .level = PodLevel::kAdvice,
    .check = check_pod,
    .examples = kExamples,
};

}  // namespace batten::checks::pod
