// SPDX-License-Identifier: Apache-2.0
//
// Pod Security Standards, baseline: kernel settings beyond those that are kept apart for each pod and known to be safe.
#include "checks/pod_reading.h"

namespace batten::checks::pod {
namespace {

struct AllowedSysctl {
  std::string_view name;
  int since_minor = 0;
};
constexpr AllowedSysctl kAllowed[] = {{"kernel.shm_rmid_forced"},
                                      {"net.ipv4.ip_local_port_range"},
                                      {"net.ipv4.ip_unprivileged_port_start"},
                                      {"net.ipv4.ping_group_range"},
                                      {"net.ipv4.tcp_syncookies"},
                                      {"net.ipv4.ip_local_reserved_ports", 27},
                                      {"net.ipv4.tcp_fin_timeout", 29},
                                      {"net.ipv4.tcp_keepalive_intvl", 29},
                                      {"net.ipv4.tcp_keepalive_probes", 29},
                                      {"net.ipv4.tcp_keepalive_time", 29},
                                      {"net.ipv4.tcp_rmem", 32},
                                      {"net.ipv4.tcp_wmem", 32},
                                      {"net.ipv4.tcp_notsent_lowat", 37},
                                      {"net.ipv4.tcp_slow_start_after_idle", 37}};

void check_pod(const manifest::Pod& pod, int minor, Hits& hits) {
  pod.spec["securityContext"]["sysctls"].each([&](yaml::View sysctl) {
    std::string_view name = sysctl["name"].string();
    auto allowed = std::ranges::find(kAllowed, name, &AllowedSysctl::name);
    if (allowed != std::end(kAllowed) && minor >= allowed->since_minor) return;
    hits.push_back(
        {manifest::pod_place(sysctl["name"] ? sysctl["name"] : sysctl), pod.title(), format("the pod sets the sysctl {}", name)});
  });
}

constexpr std::string_view kReferences[] = {"PSS baseline: sysctls"};
constexpr Example kExamples[] = {
    {R"(apiVersion: v1
kind: Pod
metadata: {name: web, namespace: shop}
spec:
  securityContext:
    sysctls:
    - {name: kernel.msgmax, value: "65536"}
  containers:
  - name: app
    image: app:1
)",
     R"(apiVersion: v1
kind: Pod
metadata: {name: web, namespace: shop}
spec:
  securityContext:
    sysctls:
    - {name: net.ipv4.ip_unprivileged_port_start, value: "0"}
    - {name: net.ipv4.tcp_keepalive_time, value: "600"}
  containers:
  - name: app
    image: app:1
)"},
};

}  // namespace

extern constinit const PodCheck pod_sysctls;
constinit const PodCheck pod_sysctls = {
    .info = {.id = "pod-sysctls",
             .title = "An unsafe sysctl",
             .severity = model::Severity::kMedium,
             .practice = model::PracticeId::kLimitCapabilities,
             .why = "Other kernel settings reach beyond the pod: they can change, slow down or crash the node and what else runs on it.",
             .fix = "Remove the sysctl, or set it on the node for all.",
             .references = kReferences},
    .level = PodLevel::kBaseline,
    .check = check_pod,
    .examples = kExamples,
};

}  // namespace batten::checks::pod
