// SPDX-License-Identifier: Apache-2.0
#include "checks/host_check.h"
#include "checks/host_paths.h"

namespace batten::checks::host {
namespace {

constexpr std::string_view kReferences[] = {"CIS Docker 1.6: 3.17"};
constexpr HostExample kExamples[] = {
    {"file /etc/docker/daemon.json alice:alice 0644", model::Outcome::kFail},
    {"file /etc/docker/daemon.json root:users 0644", model::Outcome::kFail},
    {"file /etc/docker/daemon.json root:root 0644", model::Outcome::kPass},
    {"docker", model::Outcome::kNotApplicable},
    {"unreadable /etc/docker/daemon.json", model::Outcome::kUnknown},
    {"rootless /home/alice; dir /home/alice alice:alice 0750; file /home/alice/.config/docker/daemon.json alice:alice 0644",
     model::Outcome::kPass},
    {"rootless /home/alice; dir /home/alice alice:alice 0750; file /home/alice/.config/docker/daemon.json bob:bob 0644",
     model::Outcome::kFail},
};

}  // namespace

extern constinit const HostCheck daemon_json_owner;
constinit const HostCheck daemon_json_owner = {
    .info = {.id = "daemon-json-owner",
             .title = "daemon.json does not belong to root",
             .severity = model::Severity::kHigh,
             .practice = model::PracticeId::kLimitCapabilities,
             .why = "Who owns a file may change it, and the engine does as root what it says.",
             .fix = "chown root:root /etc/docker/daemon.json (or where it lies on this host).",
             .references = kReferences},
    .check = check_owner<kDaemonJson>,
    .examples = kExamples,
};

}  // namespace batten::checks::host
