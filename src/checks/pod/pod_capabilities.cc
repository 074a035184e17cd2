// SPDX-License-Identifier: Apache-2.0
//
// Pod Security Standards, baseline: capabilities beyond those that engines give by default.
#include "checks/pod_reading.h"

namespace batten::checks::pod {
namespace {

constexpr std::string_view kAllowed[] = {"AUDIT_WRITE",      "CHOWN",   "DAC_OVERRIDE", "FOWNER",  "FSETID", "KILL",      "MKNOD",
                                         "NET_BIND_SERVICE", "SETFCAP", "SETGID",       "SETPCAP", "SETUID", "SYS_CHROOT"};

void check_pod(const manifest::Pod& pod, int, Hits& hits) {
  for (const manifest::PodContainer& container : pod.containers) {
    container.view["securityContext"]["capabilities"]["add"].each([&](yaml::View added) {
      if (std::ranges::find(kAllowed, added.string()) != std::end(kAllowed)) return;
      hits.push_back({manifest::pod_place(added), subject_of(pod, container),
                      format("{} adds the capability {}", container_words(container), added.string())});
    });
  }
}

constexpr std::string_view kReferences[] = {"PSS baseline: capabilities"};
constexpr Example kExamples[] = {
    {R"(apiVersion: v1
kind: Pod
metadata: {name: web, namespace: shop}
spec:
  containers:
  - name: app
    image: app:1
    securityContext:
      capabilities:
        add: [NET_ADMIN]
)",
     R"(apiVersion: v1
kind: Pod
metadata: {name: web, namespace: shop}
spec:
  containers:
  - name: app
    image: app:1
    securityContext:
      capabilities:
        add: [NET_BIND_SERVICE, CHOWN]
)"},
};

}  // namespace

extern constinit const PodCheck pod_capabilities;
constinit const PodCheck pod_capabilities = {
    .info = {.id = "pod-capabilities",
             .title = "A capability beyond the default",
             .severity = model::Severity::kHigh,
             .practice = model::PracticeId::kLimitCapabilities,
             .why = "Capabilities beyond the default ones are parts of root's power over the node: SYS_ADMIN, SYS_MODULE or SYS_PTRACE "
                    "alone suffice to leave the container, NET_RAW to forge packets.",
             .fix = "Remove the capability from add. Kubernetes wants names without CAP_ and in upper case.",
             .references = kReferences},
    .level = PodLevel::kBaseline,
    .check = check_pod,
    .examples = kExamples,
};

}  // namespace batten::checks::pod
