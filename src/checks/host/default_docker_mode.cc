// SPDX-License-Identifier: Apache-2.0
#include "checks/host_check.h"
#include "checks/host_paths.h"

namespace batten::checks::host {
namespace {

constexpr std::string_view kReferences[] = {"CIS Docker 1.6: 3.20"};
constexpr HostExample kExamples[] = {
    {"file /etc/default/docker root:root 0664", model::Outcome::kFail}, {"file /etc/default/docker root:root 0644", model::Outcome::kPass},
    {"file /etc/default/docker root:root 0400", model::Outcome::kPass}, {"docker", model::Outcome::kNotApplicable},
    {"unreadable /etc/default/docker", model::Outcome::kUnknown},
};

}  // namespace

extern constinit const HostCheck default_docker_mode;
constinit const HostCheck default_docker_mode = {
    .info = {.id = "default-docker-mode",
             .title = "/etc/default/docker is open to others",
             .severity = model::Severity::kHigh,
             .practice = model::PracticeId::kLimitCapabilities,
             .why = "More people than needed may read or change it, and it holds options with which the engine is started as root.",
             .fix = "chmod 644 /etc/default/docker (or where it lies on this host).",
             .references = kReferences},
    .check = check_mode<kDefaultDocker>,
    .examples = kExamples,
};

}  // namespace batten::checks::host
