// SPDX-License-Identifier: Apache-2.0
#include "checks/host_check.h"
#include "checks/host_paths.h"

namespace batten::checks::host {
namespace {

constexpr std::string_view kReferences[] = {"CIS Docker 1.6: 1.1.11"};
constexpr HostExample kExamples[] = {
    {"file /etc/docker/daemon.json root:root 0644; audit", model::Outcome::kFail},
    {"file /etc/docker/daemon.json root:root 0644; audit /etc/docker/daemon.json", model::Outcome::kPass},
    {"file /etc/docker/daemon.json root:root 0644; audit /etc/docker", model::Outcome::kPass},
    {"file /etc/docker/daemon.json root:root 0644; audit unread", model::Outcome::kUnknown},
    {"audit /elsewhere", model::Outcome::kNotApplicable},
};

}  // namespace

extern constinit const HostCheck audit_daemon_json;
constinit const HostCheck audit_daemon_json = {
    .info = {.id = "audit-daemon-json",
             .title = "Changes of daemon.json are not recorded",
             .severity = model::Severity::kLow,
             .practice = model::PracticeId::kMonitoring,
             .why = "Who can change daemon.json controls every container of the host. Without a rule of the audit system nothing tells "
                    "afterwards who did it and when.",
             .fix = "Add the line \"-w /etc/docker/daemon.json -k docker\" to /etc/audit/rules.d/docker.rules and run augenrules --load.",
             .references = kReferences,
             .strict = true},
    .check = check_watch<kDaemonJson>,
    .examples = kExamples,
};

}  // namespace batten::checks::host
