// SPDX-License-Identifier: Apache-2.0
#include "checks/host_check.h"
#include "checks/host_paths.h"

namespace batten::checks::host {
namespace {

constexpr std::string_view kReferences[] = {"CIS Docker 1.6: 1.1.7"};
constexpr HostExample kExamples[] = {
    {"file /lib/systemd/system/docker.service root:root 0644; audit", model::Outcome::kFail},
    {"file /lib/systemd/system/docker.service root:root 0644; audit /lib/systemd/system/docker.service", model::Outcome::kPass},
    {"file /lib/systemd/system/docker.service root:root 0644; audit /lib/systemd/system", model::Outcome::kPass},
    {"file /lib/systemd/system/docker.service root:root 0644; audit unread", model::Outcome::kUnknown},
    {"audit /elsewhere", model::Outcome::kNotApplicable},
};

}  // namespace

extern constinit const HostCheck audit_docker_service;
constinit const HostCheck audit_docker_service = {
    .info = {.id = "audit-docker-service",
             .title = "Changes of docker.service are not recorded",
             .severity = model::Severity::kLow,
             .practice = model::PracticeId::kMonitoring,
             .why = "Who can change docker.service controls every container of the host. Without a rule of the audit system nothing tells "
                    "afterwards who did it and when.",
             .fix = "Add the line \"-w /lib/systemd/system/docker.service -k docker\" to /etc/audit/rules.d/docker.rules and run "
                    "augenrules --load.",
             .references = kReferences,
             .strict = true},
    .check = check_watch<kDockerService>,
    .examples = kExamples,
};

}  // namespace batten::checks::host
