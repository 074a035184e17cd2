// SPDX-License-Identifier: Apache-2.0
#include "checks/host_check.h"
#include "checks/host_paths.h"

namespace batten::checks::host {
namespace {

constexpr std::string_view kReferences[] = {"CIS Docker 1.6: 3.1"};
constexpr HostExample kExamples[] = {
    {"file /lib/systemd/system/docker.service alice:alice 0644", model::Outcome::kFail},
    {"file /lib/systemd/system/docker.service root:users 0644", model::Outcome::kFail},
    {"file /lib/systemd/system/docker.service root:root 0644", model::Outcome::kPass},
    {"docker", model::Outcome::kNotApplicable},
    {"unreadable /lib/systemd/system/docker.service", model::Outcome::kUnknown},
};

}  // namespace

extern constinit const HostCheck docker_service_owner;
constinit const HostCheck docker_service_owner = {
    .info = {.id = "docker-service-owner",
             .title = "The unit docker.service does not belong to root",
             .severity = model::Severity::kHigh,
             .practice = model::PracticeId::kLimitCapabilities,
             .why = "Who owns a file may change it, and systemd runs what stands in it as root.",
             .fix = "chown root:root /lib/systemd/system/docker.service (or where it lies on this host).",
             .references = kReferences},
    .check = check_owner<kDockerService>,
    .examples = kExamples,
};

}  // namespace batten::checks::host
