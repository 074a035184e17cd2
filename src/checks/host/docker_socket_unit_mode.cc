// SPDX-License-Identifier: Apache-2.0
#include "checks/host_check.h"
#include "checks/host_paths.h"

namespace batten::checks::host {
namespace {

constexpr std::string_view kReferences[] = {"CIS Docker 1.6: 3.4"};
constexpr HostExample kExamples[] = {
    {"file /lib/systemd/system/docker.socket root:root 0666", model::Outcome::kFail},
    {"file /lib/systemd/system/docker.socket root:root 0644", model::Outcome::kPass},
    {"file /lib/systemd/system/docker.socket root:root 0400", model::Outcome::kPass},
    {"docker", model::Outcome::kNotApplicable},
    {"unreadable /lib/systemd/system/docker.socket", model::Outcome::kUnknown},
};

}  // namespace

extern constinit const HostCheck docker_socket_unit_mode;
constinit const HostCheck docker_socket_unit_mode = {
    .info = {.id = "docker-socket-unit-mode",
             .title = "The unit docker.socket is open to others",
             .severity = model::Severity::kHigh,
             .practice = model::PracticeId::kLimitCapabilities,
             .why = "More people than needed may read or change it, and it says who may use the engine's socket.",
             .fix = "chmod 644 /lib/systemd/system/docker.socket (or where it lies on this host).",
             .references = kReferences},
    .check = check_mode<kDockerSocketUnit>,
    .examples = kExamples,
};

}  // namespace batten::checks::host
