// SPDX-License-Identifier: Apache-2.0
#include <string>

#include "checks/escape.h"
#include "checks/host_check.h"

namespace batten::checks::host {
namespace {

std::string elsewhere(const model::Host& host) {
  if (host.engine.authorization_plugins.empty()) return "no authorization plugin is in use";
  return {};
}

constexpr std::string_view kFixed[] = {"29.3.1"};
constexpr Escape kEscape = {.component = "engine", .fixed = kFixed, .elsewhere = elsewhere};

constexpr std::string_view kReferences[] = {"CVE-2026-34040"};
constexpr HostExample kExamples[] = {
    {"authz opa; component engine 29.3.0", model::Outcome::kFail},
    {"authz opa; component engine 29.3.1", model::Outcome::kPass},
    {"component engine 29.3.0", model::Outcome::kNotApplicable},
    {"authz opa; component engine 28.5.0; package engine docker.io 28.5 of Debian", model::Outcome::kUnknown},
};

}  // namespace

extern constinit const HostCheck authorization_bypass_cve_2026_34040;
constinit const HostCheck authorization_bypass_cve_2026_34040 = {
    .info = {.id = "authorization-bypass-cve-2026-34040",
             .title = "Large requests are not shown to authorization plugins",
             .severity = model::Severity::kHigh,
             .practice = model::PracticeId::kUpToDate,
             .why = "A body beyond a limit was left out of what the plugin sees: a request that is made large enough goes through.",
             .fix = "Update the engine; a distribution's package may hold the fix under an older number.",
             .references = kReferences},
    .check = check_escape<kEscape>,
    .examples = kExamples,
};

}  // namespace batten::checks::host
