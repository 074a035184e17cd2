// SPDX-License-Identifier: Apache-2.0
#include <string>

#include "checks/escape.h"
#include "checks/host_check.h"

namespace batten::checks::host {
namespace {

std::string elsewhere(const model::Host& host) {
  if (host.kernel.cgroup_v1 == false) return "control groups of version 1 are not mounted";
  return {};
}

constexpr std::string_view kFixed[] = {"4.14.266", "4.19.229", "5.4.177", "5.10.97", "5.15.20", "5.16.6", "5.17.0"};
constexpr Escape kEscape = {.component = "kernel", .fixed = kFixed, .blocked_by = kBySeccomp | kBySecurityModule, .elsewhere = elsewhere};

constexpr std::string_view kReferences[] = {"CVE-2022-0492"};
constexpr HostExample kExamples[] = {
    {"kernel 6.1.0 6.1.0", model::Outcome::kPass},
    {"kernel 5.10.90-1-amd64 5.10.90 distribution", model::Outcome::kUnknown},
    {"kernel-unread", model::Outcome::kUnknown},
    {"kernel 5.10.90 5.10.90; kernel-has cgroup1; container web seccomp=off", model::Outcome::kFail},
    {"kernel 5.10.90 5.10.90; kernel-has cgroup1; container web seccomp=off label=docker-default", model::Outcome::kPass},
    {"kernel 5.10.90 5.10.90; kernel-has cgroup1; container web seccomp=off label=mine(complain)", model::Outcome::kFail},
    {"kernel 5.10.90 5.10.90; kernel-has cgroup2; container web seccomp=off", model::Outcome::kNotApplicable},
};

}  // namespace

extern constinit const HostCheck escape_cve_2022_0492;
constinit const HostCheck escape_cve_2022_0492 = {
    .info = {.id = "escape-cve-2022-0492",
             .title = "A container can have the host run a program by release_agent",
             .severity = model::Severity::kHigh,
             .practice = model::PracticeId::kUpToDate,
             .why = "A process that may make a user namespace mounts control groups of version 1 and writes which program the host's "
                    "kernel starts, as root. Seccomp, AppArmor or SELinux each refuse it.",
             .fix = "Update the kernel; a distribution's package may hold the fix under an older number.",
             .references = kReferences},
    .check = check_escape<kEscape>,
    .examples = kExamples,
};

}  // namespace batten::checks::host
