// SPDX-License-Identifier: Apache-2.0
#include <string>

#include "checks/escape.h"
#include "checks/host_check.h"

namespace batten::checks::host {
namespace {

std::string elsewhere(const model::Host& host) {
  if (!host.engine.has_security("userns") || host.engine.rootless) return "the engine does not remap users";
  return {};
}

constexpr std::string_view kFixed[] = {"19.03.15", "20.10.3"};
constexpr Escape kEscape = {.component = "engine", .fixed = kFixed, .elsewhere = elsewhere};

constexpr std::string_view kReferences[] = {"CVE-2021-21284"};
constexpr HostExample kExamples[] = {
    {"security userns; component engine 20.10.2", model::Outcome::kFail},
    {"security userns; component engine 19.03.15", model::Outcome::kPass},
    {"security userns; component engine 20.10.24+dfsg1", model::Outcome::kPass},
    {"component engine 20.10.2", model::Outcome::kNotApplicable},
};

}  // namespace

extern constinit const HostCheck userns_bypass_cve_2021_21284;
constinit const HostCheck userns_bypass_cve_2021_21284 = {
    .info = {.id = "userns-bypass-cve-2021-21284",
             .title = "Remapped root can become real root",
             .severity = model::Severity::kMedium,
             .practice = model::PracticeId::kUpToDate,
             .why = "With userns-remap, root of a container that reaches the engine's data directory can change files there so that they "
                    "belong to real root.",
             .fix = "Update the engine; a distribution's package may hold the fix under an older number.",
             .references = kReferences},
    .check = check_escape<kEscape>,
    .examples = kExamples,
};

}  // namespace batten::checks::host
