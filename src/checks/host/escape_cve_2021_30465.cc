// SPDX-License-Identifier: Apache-2.0
#include "checks/escape.h"
#include "checks/host_check.h"

namespace batten::checks::host {
namespace {

constexpr std::string_view kFixed[] = {"1.0.0-rc95"};
constexpr Escape kEscape = {.component = "runc", .fixed = kFixed};

constexpr std::string_view kReferences[] = {"CVE-2021-30465"};
constexpr HostExample kExamples[] = {
    {"component runc 1.0.0-rc94", model::Outcome::kFail},
    {"component runc 1.0.0", model::Outcome::kPass},
    {"component runc 1.0.0-rc94; package runc runc 1.0.0-rc94 of Debian", model::Outcome::kUnknown},
    {"docker", model::Outcome::kUnknown},
    {"component crun 1.8.1", model::Outcome::kNotApplicable},
    {"no-answer down", model::Outcome::kUnknown},
};

}  // namespace

extern constinit const HostCheck escape_cve_2021_30465;
constinit const HostCheck escape_cve_2021_30465 = {
    .info = {.id = "escape-cve-2021-30465",
             .title = "A container can have any directory of the host mounted",
             .severity = model::Severity::kHigh,
             .practice = model::PracticeId::kUpToDate,
             .why = "While runc mounts a volume, another container that shares it puts a link in its place: the mount then lands outside.",
             .fix = "Update runc; a distribution's package may hold the fix under an older number.",
             .references = kReferences},
    .check = check_escape<kEscape>,
    .examples = kExamples,
};

}  // namespace batten::checks::host
