// SPDX-License-Identifier: Apache-2.0
#include "checks/host_check.h"
#include "checks/host_paths.h"

namespace batten::checks::host {
namespace {

constexpr std::string_view kReferences[] = {"CIS Docker 1.6: 3.3"};
constexpr HostExample kExamples[] = {
    {"file /lib/systemd/system/docker.socket alice:alice 0644", model::Outcome::kFail},
    {"file /lib/systemd/system/docker.socket root:users 0644", model::Outcome::kFail},
    {"file /lib/systemd/system/docker.socket root:root 0644", model::Outcome::kPass},
    {"docker", model::Outcome::kNotApplicable},
    {"unreadable /lib/systemd/system/docker.socket", model::Outcome::kUnknown},
};

}  // namespace

extern constinit const HostCheck docker_socket_unit_owner;
constinit const HostCheck docker_socket_unit_owner = {
    .info = {.id = "docker-socket-unit-owner",
             .title = "The unit docker.socket does not belong to root",
             .severity = model::Severity::kHigh,
             .practice = model::PracticeId::kLimitCapabilities,
             .why = "Who owns a file may change it, and it says who may use the engine's socket.",
             .fix = "chown root:root /lib/systemd/system/docker.socket (or where it lies on this host).",
             .references = kReferences},
    .check = check_owner<kDockerSocketUnit>,
    .examples = kExamples,
};

}  // namespace batten::checks::host
