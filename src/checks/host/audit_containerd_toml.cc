// SPDX-License-Identifier: Apache-2.0
#include "checks/host_check.h"
#include "checks/host_paths.h"

namespace batten::checks::host {
namespace {

constexpr std::string_view kReferences[] = {"CIS Docker 1.6: 1.1.12"};
constexpr HostExample kExamples[] = {
    {"file /etc/containerd/config.toml root:root 0644; audit", model::Outcome::kFail},
    {"file /etc/containerd/config.toml root:root 0644; audit /etc/containerd/config.toml", model::Outcome::kPass},
    {"file /etc/containerd/config.toml root:root 0644; audit /etc/containerd", model::Outcome::kPass},
    {"file /etc/containerd/config.toml root:root 0644; audit unread", model::Outcome::kUnknown},
    {"audit /elsewhere", model::Outcome::kNotApplicable},
};

}  // namespace

extern constinit const HostCheck audit_containerd_toml;
constinit const HostCheck audit_containerd_toml = {
    .info = {.id = "audit-containerd-toml",
             .title = "Changes of containerd's configuration are not recorded",
             .severity = model::Severity::kLow,
             .practice = model::PracticeId::kMonitoring,
             .why = "Who can change containerd's configuration controls every container of the host. Without a rule of the audit system "
                    "nothing tells afterwards who did it and when.",
             .fix =
                 "Add the line \"-w /etc/containerd/config.toml -k docker\" to /etc/audit/rules.d/docker.rules and run augenrules --load.",
             .references = kReferences,
             .strict = true},
    .check = check_watch<kContainerdToml>,
    .examples = kExamples,
};

}  // namespace batten::checks::host
