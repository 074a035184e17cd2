// SPDX-License-Identifier: Apache-2.0
//
// Workloads that are put into the namespace default by name. A manifest without a namespace goes where it is told when it is applied.
#include "checks/pod_reading.h"

namespace batten::checks::pod {
namespace {

void check_pod(const manifest::Pod& pod, int, Hits& hits) {
  if (pod.name_space == "default") hits.push_back({place_of_pod(pod), pod.title(), format("{} is in the namespace default", pod.title())});
}

constexpr std::string_view kReferences[] = {"CIS Kubernetes 5.7.4"};
constexpr Example kExamples[] = {
    {R"(apiVersion: apps/v1
kind: Deployment
metadata: {name: web, namespace: default}
spec:
  template:
    spec:
      containers:
      - name: app
        image: app:1
)",
     R"(apiVersion: apps/v1
kind: Deployment
metadata: {name: web}
spec:
  template:
    spec:
      containers:
      - name: app
        image: app:1
)"},
};

}  // namespace

extern constinit const PodCheck default_namespace;
constinit const PodCheck default_namespace = {
    .info = {.id = "default-namespace",
             .title = "A workload in the namespace default",
             .severity = model::Severity::kLow,
             .practice = model::PracticeId::kLimitCapabilities,
             .why = "Quotas, network policies, Pod Security labels and rights are given by namespace; default mostly has none, and all "
                    "that lands there shares it.",
             .fix = "Make a namespace for the application and set metadata.namespace.",
             .references = kReferences,
             .strict = true},
    .level = PodLevel::kAdvice,
    .check = check_pod,
    .examples = kExamples,
};

}  // namespace batten::checks::pod
