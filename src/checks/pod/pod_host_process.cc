// SPDX-License-Identifier: Apache-2.0
//
// Pod Security Standards, baseline: HostProcess containers of Windows.
#include "checks/pod_reading.h"

namespace batten::checks::pod {
namespace {

void check_pod(const manifest::Pod& pod, int, Hits& hits) {
  each_security_context(pod, [&](yaml::View context, const std::string& who, std::string subject) {
    yaml::View flag = context["windowsOptions"]["hostProcess"];
    if (is_true(flag))
      hits.push_back({manifest::pod_place(flag), std::move(subject), format("{} runs as a process of the Windows host", who)});
  });
}

constexpr std::string_view kReferences[] = {"PSS baseline: hostProcess"};
constexpr Example kExamples[] = {
    {R"(apiVersion: v1
kind: Pod
metadata: {name: web, namespace: shop}
spec:
  os: {name: windows}
  securityContext:
    windowsOptions:
      hostProcess: true
      runAsUserName: "NT AUTHORITY\\SYSTEM"
  containers:
  - name: app
    image: app:1
)",
     R"(apiVersion: v1
kind: Pod
metadata: {name: web, namespace: shop}
spec:
  os: {name: windows}
  securityContext:
    windowsOptions:
      runAsUserName: ContainerUser
  containers:
  - name: app
    image: app:1
)"},
};

}  // namespace

extern constinit const PodCheck pod_host_process;
constinit const PodCheck pod_host_process = {
    .info =
        {.id = "pod-host-process",
         .title = "A HostProcess container",
         .severity = model::Severity::kCritical,
         .practice = model::PracticeId::kLimitCapabilities,
         .why =
             "A HostProcess container of Windows is no container: it runs on the node itself, with its files, network and administrators.",
         .fix = "Remove windowsOptions.hostProcess.",
         .references = kReferences},
    .level = PodLevel::kBaseline,
    .check = check_pod,
    .examples = kExamples,
};

}  // namespace batten::checks::pod
