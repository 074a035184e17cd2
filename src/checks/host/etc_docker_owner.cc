// SPDX-License-Identifier: Apache-2.0
#include "checks/host_check.h"
#include "checks/host_paths.h"

namespace batten::checks::host {
namespace {

constexpr std::string_view kReferences[] = {"CIS Docker 1.6: 3.5"};
constexpr HostExample kExamples[] = {
    {"dir /etc/docker alice:alice 0755", model::Outcome::kFail},
    {"dir /etc/docker root:users 0755", model::Outcome::kFail},
    {"dir /etc/docker root:root 0755", model::Outcome::kPass},
    {"docker", model::Outcome::kNotApplicable},
};

}  // namespace

extern constinit const HostCheck etc_docker_owner;
constinit const HostCheck etc_docker_owner = {
    .info = {.id = "etc-docker-owner",
             .title = "The engine's configuration directory does not belong to root",
             .severity = model::Severity::kHigh,
             .practice = model::PracticeId::kLimitCapabilities,
             .why = "Who owns a file may change it, and the engine does as root what its configuration says.",
             .fix = "chown root:root /etc/docker (or where it lies on this host).",
             .references = kReferences},
    .check = check_owner<kEtcDocker>,
    .examples = kExamples,
};

}  // namespace batten::checks::host
