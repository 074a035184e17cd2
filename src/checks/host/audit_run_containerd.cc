// SPDX-License-Identifier: Apache-2.0
#include "checks/host_check.h"
#include "checks/host_paths.h"

namespace batten::checks::host {
namespace {

constexpr std::string_view kReferences[] = {"CIS Docker 1.6: 1.1.4"};
constexpr HostExample kExamples[] = {
    {"file /run/containerd root:root 0644; audit", model::Outcome::kFail},
    {"file /run/containerd root:root 0644; audit /run/containerd", model::Outcome::kPass},
    {"file /run/containerd root:root 0644; audit /run", model::Outcome::kPass},
    {"file /run/containerd root:root 0644; audit unread", model::Outcome::kUnknown},
    {"audit /elsewhere", model::Outcome::kNotApplicable},
};

}  // namespace

extern constinit const HostCheck audit_run_containerd;
constinit const HostCheck audit_run_containerd = {
    .info = {.id = "audit-run-containerd",
             .title = "Changes of /run/containerd are not recorded",
             .severity = model::Severity::kLow,
             .practice = model::PracticeId::kMonitoring,
             .why = "Who can change /run/containerd controls every container of the host. Without a rule of the audit system nothing tells "
                    "afterwards who did it and when.",
             .fix = "Add the line \"-w /run/containerd -k docker\" to /etc/audit/rules.d/docker.rules and run augenrules --load.",
             .references = kReferences,
             .strict = true},
    .check = check_watch<kRunContainerd>,
    .examples = kExamples,
};

}  // namespace batten::checks::host
