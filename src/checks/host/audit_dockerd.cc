// SPDX-License-Identifier: Apache-2.0
#include "checks/host_check.h"
#include "checks/host_paths.h"

namespace batten::checks::host {
namespace {

constexpr std::string_view kReferences[] = {"CIS Docker 1.6: 1.1.3"};
constexpr HostExample kExamples[] = {
    {"file /usr/bin/dockerd root:root 0644; audit", model::Outcome::kFail},
    {"file /usr/bin/dockerd root:root 0644; audit /usr/bin/dockerd", model::Outcome::kPass},
    {"file /usr/bin/dockerd root:root 0644; audit /usr/bin", model::Outcome::kPass},
    {"file /usr/bin/dockerd root:root 0644; audit unread", model::Outcome::kUnknown},
    {"audit /elsewhere", model::Outcome::kNotApplicable},
};

}  // namespace

extern constinit const HostCheck audit_dockerd;
constinit const HostCheck audit_dockerd = {
    .info = {.id = "audit-dockerd",
             .title = "Changes of dockerd are not recorded",
             .severity = model::Severity::kLow,
             .practice = model::PracticeId::kMonitoring,
             .why = "Who can change dockerd controls every container of the host. Without a rule of the audit system nothing tells "
                    "afterwards who did it and when.",
             .fix = "Add the line \"-w /usr/bin/dockerd -k docker\" to /etc/audit/rules.d/docker.rules and run augenrules --load.",
             .references = kReferences,
             .strict = true},
    .check = check_watch<kDockerd>,
    .examples = kExamples,
};

}  // namespace batten::checks::host
