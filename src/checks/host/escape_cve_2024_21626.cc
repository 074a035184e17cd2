// SPDX-License-Identifier: Apache-2.0
#include "checks/escape.h"
#include "checks/host_check.h"

namespace batten::checks::host {
namespace {

constexpr std::string_view kFixed[] = {"1.1.12"};
constexpr Escape kEscape = {.component = "runc", .introduced = "1.0.0-rc93", .fixed = kFixed};

constexpr std::string_view kReferences[] = {"CVE-2024-21626"};
constexpr HostExample kExamples[] = {
    {"component runc 1.1.11", model::Outcome::kFail},
    {"component runc 1.1.12", model::Outcome::kPass},
    {"component runc 1.1.11; package runc runc 1.1.11 of Debian", model::Outcome::kUnknown},
    {"docker", model::Outcome::kUnknown},
    {"component crun 1.8.1", model::Outcome::kNotApplicable},
    {"no-answer down", model::Outcome::kUnknown},
    {"component runc 1.2.0-rc.1", model::Outcome::kPass},
    {"component runc 1.0.0-rc92", model::Outcome::kPass},
};

}  // namespace

extern constinit const HostCheck escape_cve_2024_21626;
constinit const HostCheck escape_cve_2024_21626 = {
    .info = {.id = "escape-cve-2024-21626",
             .title = "A container can start in a directory of the host",
             .severity = model::Severity::kCritical,
             .practice = model::PracticeId::kUpToDate,
             .why = "runc left a directory of the host open. An image or an exec whose working directory is /proc/self/fd/N is then in it, "
                    "with all of the host's files (\"Leaky Vessels\").",
             .fix = "Update runc; a distribution's package may hold the fix under an older number.",
             .references = kReferences},
    .check = check_escape<kEscape>,
    .examples = kExamples,
};

}  // namespace batten::checks::host
