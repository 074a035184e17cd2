// SPDX-License-Identifier: Apache-2.0
#include "checks/host_check.h"
#include "checks/host_paths.h"

namespace batten::checks::host {
namespace {

constexpr std::string_view kReferences[] = {"CIS Docker 1.6: 1.1.8"};
constexpr HostExample kExamples[] = {
    {"file /run/containerd/containerd.sock root:root 0644; audit", model::Outcome::kFail},
    {"file /run/containerd/containerd.sock root:root 0644; audit /run/containerd/containerd.sock", model::Outcome::kPass},
    {"file /run/containerd/containerd.sock root:root 0644; audit /run/containerd", model::Outcome::kPass},
    {"file /run/containerd/containerd.sock root:root 0644; audit unread", model::Outcome::kUnknown},
    {"audit /elsewhere", model::Outcome::kNotApplicable},
};

}  // namespace

extern constinit const HostCheck audit_containerd_socket;
constinit const HostCheck audit_containerd_socket = {
    .info =
        {.id = "audit-containerd-socket",
         .title = "Changes of containerd's socket are not recorded",
         .severity = model::Severity::kLow,
         .practice = model::PracticeId::kMonitoring,
         .why = "Who can change containerd's socket controls every container of the host. Without a rule of the audit system nothing tells "
                "afterwards who did it and when.",
         .fix =
             "Add the line \"-w /run/containerd/containerd.sock -k docker\" to /etc/audit/rules.d/docker.rules and run augenrules --load.",
         .references = kReferences,
         .strict = true},
    .check = check_watch<kContainerdSocket>,
    .examples = kExamples,
};

}  // namespace batten::checks::host
