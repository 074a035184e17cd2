// SPDX-License-Identifier: Apache-2.0
#include "checks/escape.h"
#include "checks/host_check.h"

namespace batten::checks::host {
namespace {

constexpr std::string_view kFixed[] = {"4.4.26", "4.7.9", "4.8.3"};
constexpr Escape kEscape = {.component = "kernel", .introduced = "2.6.22", .fixed = kFixed};

constexpr std::string_view kReferences[] = {"CVE-2016-5195"};
constexpr HostExample kExamples[] = {
    {"kernel 4.19.0 4.19.0", model::Outcome::kPass}, {"kernel 4.4.20-1-amd64 4.4.20 distribution", model::Outcome::kUnknown},
    {"kernel-unread", model::Outcome::kUnknown},     {"kernel 2.6.0 2.6.0", model::Outcome::kPass},
    {"kernel 4.4.20 4.4.20", model::Outcome::kFail}, {"kernel 3.10.0 3.10.0", model::Outcome::kUnknown},
};

}  // namespace

extern constinit const HostCheck escape_cve_2016_5195;
constinit const HostCheck escape_cve_2016_5195 = {
    .info = {.id = "escape-cve-2016-5195",
             .title = "A container can write to read-only memory of the kernel's files",
             .severity = model::Severity::kCritical,
             .practice = model::PracticeId::kUpToDate,
             .why = "A race in the kernel's copy-on-write lets a process change files that it may only read, and code that the host runs "
                    "(\"Dirty COW\").",
             .fix = "Update the kernel; a distribution's package may hold the fix under an older number.",
             .references = kReferences},
    .check = check_escape<kEscape>,
    .examples = kExamples,
};

}  // namespace batten::checks::host
