// SPDX-License-Identifier: Apache-2.0
#include "checks/escape.h"
#include "checks/host_check.h"

namespace batten::checks::host {
namespace {

constexpr std::string_view kFixed[] = {"1.0.0-rc7"};
constexpr Escape kEscape = {.component = "runc", .fixed = kFixed, .blocked_by = kByUserNamespace};

constexpr std::string_view kReferences[] = {"CVE-2019-5736"};
constexpr HostExample kExamples[] = {
    {"component runc 1.0.0-rc6", model::Outcome::kFail},
    {"component runc 1.1.5", model::Outcome::kPass},
    {"component runc 1.0.0-rc6; package runc runc 1.0.0-rc6 of Debian", model::Outcome::kUnknown},
    {"docker", model::Outcome::kUnknown},
    {"component crun 1.8.1", model::Outcome::kNotApplicable},
    {"no-answer down", model::Outcome::kUnknown},
    {"component runc 1.0.0-rc6; container web root=100000", model::Outcome::kPass},
    {"component runc 1.0.0-rc6; container web root=100000; container db root=0", model::Outcome::kFail},
    {"component runc 1.0.0-rc6; security userns", model::Outcome::kPass},
};

}  // namespace

extern constinit const HostCheck escape_cve_2019_5736;
constinit const HostCheck escape_cve_2019_5736 = {
    .info = {.id = "escape-cve-2019-5736",
             .title = "A container can overwrite runc",
             .severity = model::Severity::kCritical,
             .practice = model::PracticeId::kUpToDate,
             .why = "Root of a container writes to the host's runc through /proc/self/exe and is root on the host the next time that a "
                    "container is started or entered.",
             .fix = "Update runc; a distribution's package may hold the fix under an older number.",
             .references = kReferences},
    .check = check_escape<kEscape>,
    .examples = kExamples,
};

}  // namespace batten::checks::host
