// SPDX-License-Identifier: Apache-2.0
#include "checks/host_check.h"
#include "checks/host_paths.h"

namespace batten::checks::host {
namespace {

constexpr std::string_view kReferences[] = {"CIS Docker 1.6: 3.21"};
constexpr HostExample kExamples[] = {
    {"file /etc/sysconfig/docker root:root 0664", model::Outcome::kFail},
    {"file /etc/sysconfig/docker root:root 0644", model::Outcome::kPass},
    {"file /etc/sysconfig/docker root:root 0400", model::Outcome::kPass},
    {"docker", model::Outcome::kNotApplicable},
};

}  // namespace

extern constinit const HostCheck sysconfig_docker_mode;
constinit const HostCheck sysconfig_docker_mode = {
    .info = {.id = "sysconfig-docker-mode",
             .title = "/etc/sysconfig/docker is open to others",
             .severity = model::Severity::kHigh,
             .practice = model::PracticeId::kLimitCapabilities,
             .why = "More people than needed may read or change it, and it holds options with which the engine is started as root.",
             .fix = "chmod 644 /etc/sysconfig/docker (or where it lies on this host).",
             .references = kReferences},
    .check = check_mode<kSysconfigDocker>,
    .examples = kExamples,
};

}  // namespace batten::checks::host
