// SPDX-License-Identifier: Apache-2.0
#include "checks/host_check.h"
#include "checks/host_paths.h"

namespace batten::checks::host {
namespace {

constexpr std::string_view kReferences[] = {"CIS Docker 1.6: 3.15"};
constexpr HostExample kExamples[] = {
    {"listen unix:///var/run/docker.sock; socket /var/run/docker.sock alice:alice 0660", model::Outcome::kFail},
    {"listen unix:///var/run/docker.sock; socket /var/run/docker.sock root:users 0660", model::Outcome::kFail},
    {"listen unix:///var/run/docker.sock; socket /var/run/docker.sock root:docker 0660", model::Outcome::kPass},
    {"docker", model::Outcome::kNotApplicable},
};

}  // namespace

extern constinit const HostCheck docker_socket_owner;
constinit const HostCheck docker_socket_owner = {
    .info = {.id = "docker-socket-owner",
             .title = "The engine's socket does not belong to root",
             .severity = model::Severity::kCritical,
             .practice = model::PracticeId::kLimitCapabilities,
             .why = "Who owns a file may change it, and whoever may write to it can start a privileged container: he is root.",
             .fix = "chown root:docker /var/run/docker.sock (or where it lies on this host).",
             .references = kReferences},
    .check = check_owner<kDockerSocket>,
    .examples = kExamples,
};

}  // namespace batten::checks::host
