// SPDX-License-Identifier: Apache-2.0
#include "checks/host_check.h"
#include "checks/host_paths.h"

namespace batten::checks::host {
namespace {

constexpr std::string_view kReferences[] = {"CIS Docker 1.6: 1.1.5"};
constexpr HostExample kExamples[] = {
    {"file /var/lib/docker root:root 0644; audit", model::Outcome::kFail},
    {"file /var/lib/docker root:root 0644; audit /var/lib/docker", model::Outcome::kPass},
    {"file /var/lib/docker root:root 0644; audit /var/lib", model::Outcome::kPass},
    {"file /var/lib/docker root:root 0644; audit unread", model::Outcome::kUnknown},
    {"audit /elsewhere", model::Outcome::kNotApplicable},
};

}  // namespace

extern constinit const HostCheck audit_data_directory;
constinit const HostCheck audit_data_directory = {
    .info = {.id = "audit-data-directory",
             .title = "Changes of the engine's data are not recorded",
             .severity = model::Severity::kLow,
             .practice = model::PracticeId::kMonitoring,
             .why = "Who can change the engine's data controls every container of the host. Without a rule of the audit system nothing "
                    "tells afterwards who did it and when.",
             .fix = "Add the line \"-w /var/lib/docker -k docker\" to /etc/audit/rules.d/docker.rules and run augenrules --load.",
             .references = kReferences,
             .strict = true},
    .check = check_watch<kVarLibDocker>,
    .examples = kExamples,
};

}  // namespace batten::checks::host
