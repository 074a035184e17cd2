// SPDX-License-Identifier: Apache-2.0
//
// Pod Security Standards, baseline since 1.34: hosts in probes and lifecycle hooks.
#include "checks/pod_reading.h"

namespace batten::checks::pod {
namespace {

constexpr std::string_view kProbes[] = {"livenessProbe", "readinessProbe", "startupProbe"};
constexpr std::string_view kHooks[] = {"postStart", "preStop"};

void check_pod(const manifest::Pod& pod, int, Hits& hits) {
  for (const manifest::PodContainer& container : pod.containers) {
    auto look_at = [&](yaml::View handler, std::string_view name) {
      for (std::string_view action : {"httpGet", "tcpSocket"}) {
        yaml::View host = handler[action]["host"];
        if (!is_set(host) || host.string().empty()) continue;
        hits.push_back({manifest::pod_place(host), subject_of(pod, container),
                        format("{} of {} makes the kubelet connect to {}", name, container_words(container), host.string())});
      }
    };
    for (std::string_view probe : kProbes) look_at(container.view[probe], probe);
    for (std::string_view hook : kHooks) look_at(container.view["lifecycle"][hook], hook);
  }
}

constexpr std::string_view kReferences[] = {"PSS baseline: hostProbes"};
constexpr Example kExamples[] = {
    {R"(apiVersion: v1
kind: Pod
metadata: {name: web, namespace: shop}
spec:
  containers:
  - name: app
    image: app:1
    livenessProbe:
      httpGet: {host: 169.254.169.254, port: 80, path: /}
)",
     R"(apiVersion: v1
kind: Pod
metadata: {name: web, namespace: shop}
spec:
  containers:
  - name: app
    image: app:1
    livenessProbe:
      httpGet:
        port: 8080
        httpHeaders: [{name: Host, value: app.example}]
)"},
};

}  // namespace

extern constinit const PodCheck pod_probe_host;
constinit const PodCheck pod_probe_host = {
    .info = {.id = "pod-probe-host",
             .title = "A probe of another host",
             .severity = model::Severity::kMedium,
             .practice = model::PracticeId::kLimitCapabilities,
             .why = "The kubelet makes the connection, from the node's network: whoever may write a pod can reach through it services that "
                    "pods cannot, and read from the pod's status what they say.",
             .fix = "Remove host; the probe then asks the pod itself. A Host header goes into httpHeaders.",
             .references = kReferences},
    .level = PodLevel::kBaseline,
    .since_minor = 34,
    .check = check_pod,
    .examples = kExamples,
};

}  // namespace batten::checks::pod
