// SPDX-License-Identifier: Apache-2.0
#include "checks/host_check.h"
#include "checks/host_paths.h"

namespace batten::checks::host {
namespace {

constexpr std::string_view kReferences[] = {"CIS Docker 1.6: 3.2"};
constexpr HostExample kExamples[] = {
    {"file /lib/systemd/system/docker.service root:root 0664", model::Outcome::kFail},
    {"file /lib/systemd/system/docker.service root:root 0644", model::Outcome::kPass},
    {"file /lib/systemd/system/docker.service root:root 0400", model::Outcome::kPass},
    {"docker", model::Outcome::kNotApplicable},
    {"unreadable /lib/systemd/system/docker.service", model::Outcome::kUnknown},
};

}  // namespace

extern constinit const HostCheck docker_service_mode;
constinit const HostCheck docker_service_mode = {
    .info = {.id = "docker-service-mode",
             .title = "The unit docker.service is open to others",
             .severity = model::Severity::kHigh,
             .practice = model::PracticeId::kLimitCapabilities,
             .why = "More people than needed may read or change it, and systemd runs what stands in it as root.",
             .fix = "chmod 644 /lib/systemd/system/docker.service (or where it lies on this host).",
             .references = kReferences},
    .check = check_mode<kDockerService>,
    .examples = kExamples,
};

}  // namespace batten::checks::host
