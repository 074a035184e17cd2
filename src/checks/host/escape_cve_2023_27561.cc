// SPDX-License-Identifier: Apache-2.0
#include "checks/escape.h"
#include "checks/host_check.h"

namespace batten::checks::host {
namespace {

constexpr std::string_view kFixed[] = {"1.1.5"};
constexpr Escape kEscape = {.component = "runc", .fixed = kFixed};

constexpr std::string_view kReferences[] = {"CVE-2023-27561", "CVE-2023-28642"};
constexpr HostExample kExamples[] = {
    {"component runc 1.1.4", model::Outcome::kFail},
    {"component runc 1.1.5", model::Outcome::kPass},
    {"component runc 1.1.4; package runc runc 1.1.4 of Debian", model::Outcome::kUnknown},
    {"docker", model::Outcome::kUnknown},
    {"component crun 1.8.1", model::Outcome::kNotApplicable},
    {"no-answer down", model::Outcome::kUnknown},
};

}  // namespace

extern constinit const HostCheck escape_cve_2023_27561;
constinit const HostCheck escape_cve_2023_27561 = {
    .info = {.id = "escape-cve-2023-27561",
             .title = "AppArmor and masked paths can be got round by a link at /proc",
             .severity = model::Severity::kHigh,
             .practice = model::PracticeId::kUpToDate,
             .why = "An image in which /proc is a link makes runc set up its protection in the wrong place: AppArmor and the masks of "
                    "/proc are not there.",
             .fix = "Update runc; a distribution's package may hold the fix under an older number.",
             .references = kReferences},
    .check = check_escape<kEscape>,
    .examples = kExamples,
};

}  // namespace batten::checks::host
