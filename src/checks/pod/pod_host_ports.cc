// SPDX-License-Identifier: Apache-2.0
//
// Pod Security Standards, baseline: ports of the host.
#include "checks/pod_reading.h"

namespace batten::checks::pod {
namespace {

void check_pod(const manifest::Pod& pod, int, Hits& hits) {
  for (const manifest::PodContainer& container : pod.containers) {
    container.view["ports"].each([&](yaml::View port) {
      yaml::View number = port["hostPort"];
      if (!is_set(number) || is_zero(number)) return;
      hits.push_back({manifest::pod_place(number), subject_of(pod, container),
                      format("{} takes port {} of the node", container_words(container), number.string())});
    });
  }
}

constexpr std::string_view kReferences[] = {"PSS baseline: hostPorts"};
constexpr Example kExamples[] = {
    {R"(apiVersion: v1
kind: Pod
metadata: {name: web, namespace: shop}
spec:
  containers:
  - name: app
    image: app:1
    ports:
    - containerPort: 8080
      hostPort: 80
)",
     R"(apiVersion: v1
kind: Pod
metadata: {name: web, namespace: shop}
spec:
  containers:
  - name: app
    image: app:1
    ports:
    - containerPort: 8080
      hostPort: 0
)"},
};

}  // namespace

extern constinit const PodCheck pod_host_ports;
constinit const PodCheck pod_host_ports = {
    .info = {.id = "pod-host-ports",
             .title = "A port of the node",
             .severity = model::Severity::kMedium,
             .practice = model::PracticeId::kLimitCapabilities,
             .why = "A port of the node is open to whoever reaches the node, past Services and often past network policies, and two such "
                    "pods cannot run on one node.",
             .fix = "Remove hostPort and make a Service for containerPort.",
             .references = kReferences},
    .level = PodLevel::kBaseline,
    .check = check_pod,
    .examples = kExamples,
};

}  // namespace batten::checks::pod
