// SPDX-License-Identifier: Apache-2.0
//
// Pod Security Standards, baseline: SELinux types of containers only, no user and no role.
#include "checks/pod_reading.h"

namespace batten::checks::pod {
namespace {

struct AllowedType {
  std::string_view name;
  int since_minor = 0;
};
constexpr AllowedType kAllowed[] = {{""}, {"container_t"}, {"container_init_t"}, {"container_kvm_t"}, {"container_engine_t", 31}};

void check_pod(const manifest::Pod& pod, int minor, Hits& hits) {
  each_security_context(pod, [&](yaml::View context, const std::string& who, const std::string& subject) {
    yaml::View options = context["seLinuxOptions"], type = options["type"];
    auto allowed = std::ranges::find(kAllowed, type.is_null() ? "" : type.string(), &AllowedType::name);
    if (allowed == std::end(kAllowed) || minor < allowed->since_minor) {
      hits.push_back({manifest::pod_place(type), subject, format("{} sets the SELinux type {}", who, type.string())});
    }
    for (std::string_view field : {"user", "role"}) {
      yaml::View value = options[field];
      if (!is_set(value) || value.string().empty()) continue;
      hits.push_back({manifest::pod_place(value), subject, format("{} sets the SELinux {} {}", who, field, value.string())});
    }
  });
}

constexpr std::string_view kReferences[] = {"PSS baseline: seLinuxOptions"};
constexpr Example kExamples[] = {
    {R"(apiVersion: v1
kind: Pod
metadata: {name: web, namespace: shop}
spec:
  containers:
  - name: app
    image: app:1
    securityContext:
      seLinuxOptions:
        type: spc_t
)",
     R"(apiVersion: v1
kind: Pod
metadata: {name: web, namespace: shop}
spec:
  containers:
  - name: app
    image: app:1
    securityContext:
      seLinuxOptions:
        level: s0:c123,c456
)"},
    {R"(apiVersion: v1
kind: Pod
metadata: {name: web, namespace: shop}
spec:
  securityContext:
    seLinuxOptions: {role: sysadm_r}
  containers:
  - name: app
    image: app:1
)",
     R"(apiVersion: v1
kind: Pod
metadata: {name: web, namespace: shop}
spec:
  securityContext:
    seLinuxOptions: {type: container_t, level: "s0:c1,c2"}
  containers:
  - name: app
    image: app:1
)"},
};

}  // namespace

extern constinit const PodCheck pod_selinux;
constinit const PodCheck pod_selinux = {
    .info = {.id = "pod-selinux",
             .title = "An SELinux label of the host",
             .severity = model::Severity::kHigh,
             .practice = model::PracticeId::kLimitCapabilities,
             .why = "With a type such as spc_t, or another user or role, SELinux treats the container's processes as the host's and no "
                    "longer keeps them from the node's files.",
             .fix = "Remove seLinuxOptions, or keep type container_t and set only level.",
             .references = kReferences},
    .level = PodLevel::kBaseline,
    .check = check_pod,
    .examples = kExamples,
};

}  // namespace batten::checks::pod
