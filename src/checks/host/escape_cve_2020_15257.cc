// SPDX-License-Identifier: Apache-2.0
#include <string>

#include "checks/escape.h"
#include "checks/host_check.h"

namespace batten::checks::host {
namespace {

std::string elsewhere(const model::Host& host) {
  // With containers of the network of the host the abstract sockets of the host are there as well.
  for (const model::Container& container : host.containers) {
    if (container.network_mode && container.network_mode->value == "host") return {};
  }
  return "no running container uses the host's network";
}

constexpr std::string_view kFixed[] = {"1.3.9", "1.4.3"};
constexpr Escape kEscape = {.component = "containerd", .fixed = kFixed, .elsewhere = elsewhere};

constexpr std::string_view kReferences[] = {"CVE-2020-15257"};
constexpr HostExample kExamples[] = {
    {"component containerd 1.4.2; container web net=host", model::Outcome::kFail},
    {"component containerd 1.3.8; container web net=host", model::Outcome::kFail},
    {"component containerd 1.4.2; container web", model::Outcome::kNotApplicable},
    {"component containerd 1.4.3; container web net=host", model::Outcome::kPass},
    {"component containerd 1.6.20; container web net=host", model::Outcome::kPass},
    {"component containerd 1.4.2; package containerd containerd 1.4.2 of Debian; container web net=host", model::Outcome::kUnknown},
    {"docker; container web net=host", model::Outcome::kUnknown},
};

}  // namespace

extern constinit const HostCheck escape_cve_2020_15257;
constinit const HostCheck escape_cve_2020_15257 = {
    .info = {.id = "escape-cve-2020-15257",
             .title = "A container in the host's network can command containerd",
             .severity = model::Severity::kHigh,
             .practice = model::PracticeId::kUpToDate,
             .why = "containerd's shim listened on an abstract socket, which everyone in the same network namespace reaches: root of such "
                    "a container starts any other.",
             .fix = "Update containerd; a distribution's package may hold the fix under an older number. Do not use the network mode host.",
             .references = kReferences},
    .check = check_escape<kEscape>,
    .examples = kExamples,
};

}  // namespace batten::checks::host
