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

constexpr std::string_view kFixed[] = {"23.0.15", "25.0.6", "26.1.5", "27.1.1"};
constexpr Escape kEscape = {.component = "engine", .fixed = kFixed, .elsewhere = elsewhere};

constexpr std::string_view kReferences[] = {"CVE-2024-41110"};
constexpr HostExample kExamples[] = {
    {"authz opa; component engine 27.1.0", model::Outcome::kFail},
    {"authz opa; component engine 26.1.4", model::Outcome::kFail},
    {"authz opa; component engine 24.0.9", model::Outcome::kFail},
    {"authz opa; component engine 27.1.1", model::Outcome::kPass},
    {"authz opa; component engine 25.0.6", model::Outcome::kPass},
    {"component engine 26.1.4", model::Outcome::kNotApplicable},
    {"authz opa", model::Outcome::kUnknown},
};

}  // namespace

extern constinit const HostCheck authorization_bypass_cve_2024_41110;
constinit const HostCheck authorization_bypass_cve_2024_41110 = {
    .info = {.id = "authorization-bypass-cve-2024-41110",
             .title = "Authorization plugins can be got round",
             .severity = model::Severity::kCritical,
             .practice = model::PracticeId::kUpToDate,
             .why = "A request that says its body is empty is sent to the plugin without it, and is done with it: what the plugin forbids "
                    "goes through.",
             .fix = "Update the engine; a distribution's package may hold the fix under an older number.",
             .references = kReferences},
    .check = check_escape<kEscape>,
    .examples = kExamples,
};

}  // namespace batten::checks::host
