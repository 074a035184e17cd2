// SPDX-License-Identifier: Apache-2.0
#include "checks/host_check.h"
#include "checks/host_paths.h"

namespace batten::checks::host {
namespace {

constexpr std::string_view kReferences[] = {"CIS Docker 1.6: 3.22"};
constexpr HostExample kExamples[] = {
    {"file /etc/sysconfig/docker alice:alice 0644", model::Outcome::kFail},
    {"file /etc/sysconfig/docker root:users 0644", model::Outcome::kFail},
    {"file /etc/sysconfig/docker root:root 0644", model::Outcome::kPass},
    {"docker", model::Outcome::kNotApplicable},
};

}  // namespace

extern constinit const HostCheck sysconfig_docker_owner;
constinit const HostCheck sysconfig_docker_owner = {
    .info = {.id = "sysconfig-docker-owner",
             .title = "/etc/sysconfig/docker does not belong to root",
             .severity = model::Severity::kHigh,
             .practice = model::PracticeId::kLimitCapabilities,
             .why = "Who owns a file may change it, and it holds options with which the engine is started as root.",
             .fix = "chown root:root /etc/sysconfig/docker (or where it lies on this host).",
             .references = kReferences},
    .check = check_owner<kSysconfigDocker>,
    .examples = kExamples,
};

}  // namespace batten::checks::host
