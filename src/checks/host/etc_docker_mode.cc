// SPDX-License-Identifier: Apache-2.0
#include "checks/host_check.h"
#include "checks/host_paths.h"

namespace batten::checks::host {
namespace {

constexpr std::string_view kReferences[] = {"CIS Docker 1.6: 3.6"};
constexpr HostExample kExamples[] = {
    {"dir /etc/docker root:root 0775", model::Outcome::kFail},
    {"dir /etc/docker root:root 0755", model::Outcome::kPass},
    {"dir /etc/docker root:root 0700", model::Outcome::kPass},
    {"docker", model::Outcome::kNotApplicable},
};

}  // namespace

extern constinit const HostCheck etc_docker_mode;
constinit const HostCheck etc_docker_mode = {
    .info = {.id = "etc-docker-mode",
             .title = "The engine's configuration directory is open to others",
             .severity = model::Severity::kHigh,
             .practice = model::PracticeId::kLimitCapabilities,
             .why = "More people than needed may read or change it, and the engine does as root what its configuration says.",
             .fix = "chmod 755 /etc/docker (or where it lies on this host).",
             .references = kReferences},
    .check = check_mode<kEtcDocker>,
    .examples = kExamples,
};

}  // namespace batten::checks::host
