// SPDX-License-Identifier: Apache-2.0
#include "checks/host_check.h"
#include "checks/host_paths.h"

namespace batten::checks::host {
namespace {

constexpr std::string_view kReferences[] = {"CIS Docker 1.6: 1.1.6"};
constexpr HostExample kExamples[] = {
    {"file /etc/docker root:root 0644; audit", model::Outcome::kFail},
    {"file /etc/docker root:root 0644; audit /etc/docker", model::Outcome::kPass},
    {"file /etc/docker root:root 0644; audit /etc", model::Outcome::kPass},
    {"file /etc/docker root:root 0644; audit unread", model::Outcome::kUnknown},
    {"audit /elsewhere", model::Outcome::kNotApplicable},
};

}  // namespace

extern constinit const HostCheck audit_etc_docker;
constinit const HostCheck audit_etc_docker = {
    .info = {.id = "audit-etc-docker",
             .title = "Changes of the engine's configuration are not recorded",
             .severity = model::Severity::kLow,
             .practice = model::PracticeId::kMonitoring,
             .why = "Who can change the engine's configuration controls every container of the host. Without a rule of the audit system "
                    "nothing tells afterwards who did it and when.",
             .fix = "Add the line \"-w /etc/docker -k docker\" to /etc/audit/rules.d/docker.rules and run augenrules --load.",
             .references = kReferences,
             .strict = true},
    .check = check_watch<kEtcDocker>,
    .examples = kExamples,
};

}  // namespace batten::checks::host
