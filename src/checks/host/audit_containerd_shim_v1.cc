// SPDX-License-Identifier: Apache-2.0
#include "checks/host_check.h"
#include "checks/host_paths.h"

namespace batten::checks::host {
namespace {

constexpr std::string_view kReferences[] = {"CIS Docker 1.6: 1.1.16"};
constexpr HostExample kExamples[] = {
    {"file /usr/bin/containerd-shim-runc-v1 root:root 0644; audit", model::Outcome::kFail},
    {"file /usr/bin/containerd-shim-runc-v1 root:root 0644; audit /usr/bin/containerd-shim-runc-v1", model::Outcome::kPass},
    {"file /usr/bin/containerd-shim-runc-v1 root:root 0644; audit /usr/bin", model::Outcome::kPass},
    {"file /usr/bin/containerd-shim-runc-v1 root:root 0644; audit unread", model::Outcome::kUnknown},
    {"audit /elsewhere", model::Outcome::kNotApplicable},
};

}  // namespace

extern constinit const HostCheck audit_containerd_shim_v1;
constinit const HostCheck audit_containerd_shim_v1 = {
    .info =
        {.id = "audit-containerd-shim-v1",
         .title = "Changes of containerd-shim-runc-v1 are not recorded",
         .severity = model::Severity::kLow,
         .practice = model::PracticeId::kMonitoring,
         .why = "Who can change containerd-shim-runc-v1 controls every container of the host. Without a rule of the audit system nothing "
                "tells afterwards who did it and when.",
         .fix =
             "Add the line \"-w /usr/bin/containerd-shim-runc-v1 -k docker\" to /etc/audit/rules.d/docker.rules and run augenrules --load.",
         .references = kReferences,
         .strict = true},
    .check = check_watch<kContainerdShimV1>,
    .examples = kExamples,
};

}  // namespace batten::checks::host
