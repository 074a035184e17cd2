// SPDX-License-Identifier: Apache-2.0
#include "checks/escape.h"
#include "checks/host_check.h"

namespace batten::checks::host {
namespace {

constexpr std::string_view kFixed[] = {"5.10.102", "5.15.25", "5.16.11"};
constexpr Escape kEscape = {.component = "kernel", .introduced = "5.8.0", .fixed = kFixed};

constexpr std::string_view kReferences[] = {"CVE-2022-0847"};
constexpr HostExample kExamples[] = {
    {"kernel 6.1.0 6.1.0", model::Outcome::kPass},     {"kernel 5.10.90-1-amd64 5.10.90 distribution", model::Outcome::kUnknown},
    {"kernel-unread", model::Outcome::kUnknown},       {"kernel 2.6.0 2.6.0", model::Outcome::kPass},
    {"kernel 5.10.90 5.10.90", model::Outcome::kFail}, {"kernel 5.10.102 5.10.102", model::Outcome::kPass},
    {"kernel 5.4.0 5.4.0", model::Outcome::kPass},     {"kernel 5.10.90 5.10.90; container web", model::Outcome::kFail},
};

}  // namespace

extern constinit const HostCheck escape_cve_2022_0847;
constinit const HostCheck escape_cve_2022_0847 = {
    .info = {.id = "escape-cve-2022-0847",
             .title = "A container can write to files that it may only read",
             .severity = model::Severity::kCritical,
             .practice = model::PracticeId::kUpToDate,
             .why = "Pipes in the kernel write into the page cache of any file that can be read: files of the image that other containers "
                    "share, and runc itself (\"Dirty Pipe\"). No filter that is in use refuses it.",
             .fix = "Update the kernel; a distribution's package may hold the fix under an older number.",
             .references = kReferences},
    .check = check_escape<kEscape>,
    .examples = kExamples,
};

}  // namespace batten::checks::host
