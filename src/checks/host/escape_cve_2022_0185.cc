// SPDX-License-Identifier: Apache-2.0
#include "checks/escape.h"
#include "checks/host_check.h"

namespace batten::checks::host {
namespace {

constexpr std::string_view kFixed[] = {"5.4.173", "5.10.93", "5.15.16", "5.16.2"};
constexpr Escape kEscape = {.component = "kernel", .introduced = "5.1.0", .fixed = kFixed, .blocked_by = kBySeccomp};

constexpr std::string_view kReferences[] = {"CVE-2022-0185"};
constexpr HostExample kExamples[] = {
    {"kernel 6.1.0 6.1.0", model::Outcome::kPass},
    {"kernel 5.10.90-1-amd64 5.10.90 distribution", model::Outcome::kUnknown},
    {"kernel-unread", model::Outcome::kUnknown},
    {"kernel 2.6.0 2.6.0", model::Outcome::kPass},
    {"kernel 5.10.90 5.10.90; security seccomp,profile=default", model::Outcome::kPass},
    {"kernel 5.10.90 5.10.90; security seccomp,profile=unconfined", model::Outcome::kFail},
    {"kernel 5.10.90 5.10.90; container web", model::Outcome::kPass},
    {"kernel 5.10.90 5.10.90; container web seccomp=off", model::Outcome::kFail},
    {"kernel 5.10.90 5.10.90; container web caps=00000000a82425fb", model::Outcome::kFail},
    {"kernel 5.12.0 5.12.0; container web seccomp=off", model::Outcome::kUnknown},
};

}  // namespace

extern constinit const HostCheck escape_cve_2022_0185;
constinit const HostCheck escape_cve_2022_0185 = {
    .info = {.id = "escape-cve-2022-0185",
             .title = "A container can overflow the kernel's heap by its mount interface",
             .severity = model::Severity::kHigh,
             .practice = model::PracticeId::kUpToDate,
             .why = "A process that may make a user namespace overflows a buffer in fsconfig and becomes root on the host. The default "
                    "seccomp profile refuses what it needs.",
             .fix = "Update the kernel; a distribution's package may hold the fix under an older number.",
             .references = kReferences},
    .check = check_escape<kEscape>,
    .examples = kExamples,
};

}  // namespace batten::checks::host
