// SPDX-License-Identifier: Apache-2.0
#include "checks/host_check.h"
#include "checks/host_paths.h"

namespace batten::checks::host {
namespace {

constexpr std::string_view kReferences[] = {"CIS Docker 1.6: 3.19"};
constexpr HostExample kExamples[] = {
    {"file /etc/default/docker alice:alice 0644", model::Outcome::kFail},
    {"file /etc/default/docker root:users 0644", model::Outcome::kFail},
    {"file /etc/default/docker root:root 0644", model::Outcome::kPass},
    {"docker", model::Outcome::kNotApplicable},
    {"unreadable /etc/default/docker", model::Outcome::kUnknown},
};

}  // namespace

extern constinit const HostCheck default_docker_owner;
constinit const HostCheck default_docker_owner = {
    .info = {.id = "default-docker-owner",
             .title = "/etc/default/docker does not belong to root",
             .severity = model::Severity::kHigh,
             .practice = model::PracticeId::kLimitCapabilities,
             .why = "Who owns a file may change it, and it holds options with which the engine is started as root.",
             .fix = "chown root:root /etc/default/docker (or where it lies on this host).",
             .references = kReferences},
    .check = check_owner<kDefaultDocker>,
    .examples = kExamples,
};

}  // namespace batten::checks::host
