// SPDX-License-Identifier: Apache-2.0
#include "checks/host_check.h"
#include "checks/host_paths.h"

namespace batten::checks::host {
namespace {

constexpr std::string_view kReferences[] = {"CIS Docker 1.6: 1.1.10"};
constexpr HostExample kExamples[] = {
    {"file /etc/default/docker root:root 0644; audit", model::Outcome::kFail},
    {"file /etc/default/docker root:root 0644; audit /etc/default/docker", model::Outcome::kPass},
    {"file /etc/default/docker root:root 0644; audit /etc/default", model::Outcome::kPass},
    {"file /etc/default/docker root:root 0644; audit unread", model::Outcome::kUnknown},
    {"audit /elsewhere", model::Outcome::kNotApplicable},
};

}  // namespace

extern constinit const HostCheck audit_default_docker;
constinit const HostCheck audit_default_docker = {
    .info = {.id = "audit-default-docker",
             .title = "Changes of /etc/default/docker are not recorded",
             .severity = model::Severity::kLow,
             .practice = model::PracticeId::kMonitoring,
             .why = "Who can change /etc/default/docker controls every container of the host. Without a rule of the audit system nothing "
                    "tells afterwards who did it and when.",
             .fix = "Add the line \"-w /etc/default/docker -k docker\" to /etc/audit/rules.d/docker.rules and run augenrules --load.",
             .references = kReferences,
             .strict = true},
    .check = check_watch<kDefaultDocker>,
    .examples = kExamples,
};

}  // namespace batten::checks::host
