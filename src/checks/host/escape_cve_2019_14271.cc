// SPDX-License-Identifier: Apache-2.0
#include <string>

#include "checks/escape.h"
#include "checks/host_check.h"

namespace batten::checks::host {
namespace {

std::string elsewhere(const model::Host& host) {
  if (host.engine.kind == model::Engine::Kind::kPodman) return "Podman copies files by other means";
  return {};
}

constexpr std::string_view kFixed[] = {"19.03.1"};
constexpr Escape kEscape = {.component = "engine", .introduced = "19.03.0", .fixed = kFixed, .elsewhere = elsewhere};

constexpr std::string_view kReferences[] = {"CVE-2019-14271"};
constexpr HostExample kExamples[] = {
    {"component engine 19.03.0", model::Outcome::kFail},
    {"component engine 19.03.1", model::Outcome::kPass},
    {"component engine 18.09.9", model::Outcome::kPass},
    {"component engine 29.0.0", model::Outcome::kPass},
    {"podman; component engine 4.3.1", model::Outcome::kNotApplicable},
};

}  // namespace

extern constinit const HostCheck escape_cve_2019_14271;
constinit const HostCheck escape_cve_2019_14271 = {
    .info = {.id = "escape-cve-2019-14271",
             .title = "docker cp runs code of the container as root",
             .severity = model::Severity::kHigh,
             .practice = model::PracticeId::kUpToDate,
             .why = "The program behind docker cp loaded its libraries from inside the container: a hostile image runs as root on the host "
                    "when somebody copies a file from it.",
             .fix = "Update the engine; a distribution's package may hold the fix under an older number.",
             .references = kReferences},
    .check = check_escape<kEscape>,
    .examples = kExamples,
};

}  // namespace batten::checks::host
