// SPDX-License-Identifier: Apache-2.0
#include "checks/host_check.h"
#include "checks/host_paths.h"

namespace batten::checks::host {
namespace {

constexpr std::string_view kReferences[] = {"CIS Docker 1.6: 3.16"};
constexpr HostExample kExamples[] = {
    {"listen unix:///var/run/docker.sock; socket /var/run/docker.sock root:docker 0666", model::Outcome::kFail},
    {"listen unix:///var/run/docker.sock; socket /var/run/docker.sock root:docker 0660", model::Outcome::kPass},
    {"listen unix:///var/run/docker.sock; socket /var/run/docker.sock root:docker 0400", model::Outcome::kPass},
    {"docker", model::Outcome::kNotApplicable},
};

}  // namespace

extern constinit const HostCheck docker_socket_mode;
constinit const HostCheck docker_socket_mode = {
    .info = {.id = "docker-socket-mode",
             .title = "The engine's socket is open to others",
             .severity = model::Severity::kCritical,
             .practice = model::PracticeId::kLimitCapabilities,
             .why =
                 "More people than needed may read or change it, and whoever may write to it can start a privileged container: he is root.",
             .fix = "chmod 660 /var/run/docker.sock (or where it lies on this host).",
             .references = kReferences},
    .check = check_mode<kDockerSocket>,
    .examples = kExamples,
};

}  // namespace batten::checks::host
