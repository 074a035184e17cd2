// SPDX-License-Identifier: Apache-2.0
#include "checks/host_check.h"
#include "checks/host_paths.h"

namespace batten::checks::host {
namespace {

constexpr std::string_view kReferences[] = {"CIS Docker 1.6: 3.18"};
constexpr HostExample kExamples[] = {
    {"file /etc/docker/daemon.json root:root 0664", model::Outcome::kFail},
    {"file /etc/docker/daemon.json root:root 0644", model::Outcome::kPass},
    {"file /etc/docker/daemon.json root:root 0400", model::Outcome::kPass},
    {"docker", model::Outcome::kNotApplicable},
    {"unreadable /etc/docker/daemon.json", model::Outcome::kUnknown},
};

}  // namespace

extern constinit const HostCheck daemon_json_mode;
constinit const HostCheck daemon_json_mode = {
    .info = {.id = "daemon-json-mode",
             .title = "daemon.json is open to others",
             .severity = model::Severity::kHigh,
             .practice = model::PracticeId::kLimitCapabilities,
             .why = "More people than needed may read or change it, and the engine does as root what it says.",
             .fix = "chmod 644 /etc/docker/daemon.json (or where it lies on this host).",
             .references = kReferences},
    .check = check_mode<kDaemonJson>,
    .examples = kExamples,
};

}  // namespace batten::checks::host
