// SPDX-License-Identifier: Apache-2.0
#include "checks/host_check.h"
#include "checks/host_paths.h"

namespace batten::checks::host {
namespace {

constexpr std::string_view kReferences[] = {"CIS Docker 1.6: 1.1.9"};
constexpr HostExample kExamples[] = {
    {"file /lib/systemd/system/docker.socket root:root 0644; audit", model::Outcome::kFail},
    {"file /lib/systemd/system/docker.socket root:root 0644; audit /lib/systemd/system/docker.socket", model::Outcome::kPass},
    {"file /lib/systemd/system/docker.socket root:root 0644; audit /lib/systemd/system", model::Outcome::kPass},
    {"file /lib/systemd/system/docker.socket root:root 0644; audit unread", model::Outcome::kUnknown},
    {"audit /elsewhere", model::Outcome::kNotApplicable},
};

}  // namespace

extern constinit const HostCheck audit_docker_socket_unit;
constinit const HostCheck audit_docker_socket_unit = {
    .info = {.id = "audit-docker-socket-unit",
             .title = "Changes of docker.socket are not recorded",
             .severity = model::Severity::kLow,
             .practice = model::PracticeId::kMonitoring,
             .why = "Who can change docker.socket controls every container of the host. Without a rule of the audit system nothing tells "
                    "afterwards who did it and when.",
             .fix = "Add the line \"-w /lib/systemd/system/docker.socket -k docker\" to /etc/audit/rules.d/docker.rules and run augenrules "
                    "--load.",
             .references = kReferences,
             .strict = true},
    .check = check_watch<kDockerSocketUnit>,
    .examples = kExamples,
};

}  // namespace batten::checks::host
