// SPDX-License-Identifier: Apache-2.0
#include "checks/escape.h"
#include "checks/host_check.h"

namespace batten::checks::host {
namespace {

constexpr std::string_view kFixed[] = {"5.15.149", "6.1.76", "6.6.15", "6.7.3", "6.8.0"};
// CAP_SYS_ADMIN; CAP_NET_ADMIN, which reaches nf_tables without a namespace.
constexpr Escape kEscape = {
    .component = "kernel", .introduced = "3.15.0", .fixed = kFixed, .blocked_by = kBySeccomp, .opened_by = 1ull << 21 | 1ull << 12};

constexpr std::string_view kReferences[] = {"CVE-2024-1086"};
constexpr HostExample kExamples[] = {
    {"kernel 6.12.0 6.12.0", model::Outcome::kPass},
    {"kernel 6.1.50-1-amd64 6.1.50 distribution", model::Outcome::kUnknown},
    {"kernel-unread", model::Outcome::kUnknown},
    {"kernel 2.6.0 2.6.0", model::Outcome::kPass},
    {"kernel 6.1.50 6.1.50; security seccomp,profile=default", model::Outcome::kPass},
    {"kernel 6.1.50 6.1.50; container web seccomp=off", model::Outcome::kFail},
    {"kernel 6.1.50 6.1.50; container web caps=00000000a80435fb", model::Outcome::kFail},
};

}  // namespace

extern constinit const HostCheck escape_cve_2024_1086;
constinit const HostCheck escape_cve_2024_1086 = {
    .info = {.id = "escape-cve-2024-1086",
             .title = "A container can use freed memory of the kernel's packet filter",
             .severity = model::Severity::kHigh,
             .practice = model::PracticeId::kUpToDate,
             .why = "A process that may make a user namespace, or has CAP_NET_ADMIN, frees memory of nf_tables twice and becomes root on "
                    "the host. The default seccomp profile refuses new user namespaces.",
             .fix = "Update the kernel; a distribution's package may hold the fix under an older number.",
             .references = kReferences},
    .check = check_escape<kEscape>,
    .examples = kExamples,
};

}  // namespace batten::checks::host
