// SPDX-License-Identifier: Apache-2.0
#include "checks/escape.h"
#include "checks/host_check.h"

namespace batten::checks::host {
namespace {

constexpr std::string_view kFixed[] = {"1.2.8", "1.3.3", "1.4.0-rc.3"};
constexpr Escape kEscape = {.component = "runc", .fixed = kFixed, .blocked_by = kByUserNamespace};

constexpr std::string_view kReferences[] = {"CVE-2025-31133", "CVE-2025-52565", "CVE-2025-52881"};
constexpr HostExample kExamples[] = {
    {"component runc 1.1.15", model::Outcome::kFail},
    {"component runc 1.2.8", model::Outcome::kPass},
    {"component runc 1.1.15; package runc runc 1.1.15 of Debian", model::Outcome::kUnknown},
    {"docker", model::Outcome::kUnknown},
    {"component crun 1.8.1", model::Outcome::kNotApplicable},
    {"no-answer down", model::Outcome::kUnknown},
    {"component runc 1.3.2", model::Outcome::kFail},
    {"component runc 1.3.3", model::Outcome::kPass},
    {"component runc 1.4.0-rc.2", model::Outcome::kFail},
    {"component runc 1.4.0", model::Outcome::kPass},
    {"component runc 1.3.2; container web root=100000", model::Outcome::kPass},
};

}  // namespace

extern constinit const HostCheck escape_cve_2025_31133;
constinit const HostCheck escape_cve_2025_31133 = {
    .info = {.id = "escape-cve-2025-31133",
             .title = "A container can make runc write to files of the host's kernel",
             .severity = model::Severity::kCritical,
             .practice = model::PracticeId::kUpToDate,
             .why = "By replacing /dev/null or /dev/console while it is started, a container gets what should be masked: it writes to "
                    "/proc/sys/kernel/core_pattern or /proc/sysrq-trigger.",
             .fix = "Update runc; a distribution's package may hold the fix under an older number.",
             .references = kReferences},
    .check = check_escape<kEscape>,
    .examples = kExamples,
};

}  // namespace batten::checks::host
