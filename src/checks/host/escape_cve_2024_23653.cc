// SPDX-License-Identifier: Apache-2.0
#include <string>

#include "checks/escape.h"
#include "checks/host_check.h"

namespace batten::checks::host {
namespace {

std::string elsewhere(const model::Host& host) {
  if (host.engine.kind == model::Engine::Kind::kPodman) return "Podman does not build by BuildKit";
  return {};
}

constexpr std::string_view kFixed[] = {"24.0.9", "25.0.2"};
constexpr Escape kEscape = {.component = "engine", .introduced = "18.09.0", .fixed = kFixed, .elsewhere = elsewhere};

constexpr std::string_view kReferences[] = {"CVE-2024-23651", "CVE-2024-23652", "CVE-2024-23653"};
constexpr HostExample kExamples[] = {
    {"component engine 24.0.8", model::Outcome::kFail},
    {"component engine 23.0.1", model::Outcome::kFail},
    {"component engine 24.0.9", model::Outcome::kPass},
    {"component engine 25.0.1", model::Outcome::kFail},
    {"component engine 26.0.0", model::Outcome::kPass},
    {"component engine 24.0.7; package engine docker.io 24.0.7 of Ubuntu", model::Outcome::kUnknown},
    {"podman; component engine 4.3.1", model::Outcome::kNotApplicable},
};

}  // namespace

extern constinit const HostCheck escape_cve_2024_23653;
constinit const HostCheck escape_cve_2024_23653 = {
    .info = {.id = "escape-cve-2024-23653",
             .title = "A build can get out of its container",
             .severity = model::Severity::kCritical,
             .practice = model::PracticeId::kUpToDate,
             .why = "BuildKit started containers of build steps with all privileges when a frontend asked for it, and followed links when "
                    "it removed mounts: a hostile Dockerfile or base image reaches the host.",
             .fix = "Update the engine; a distribution's package may hold the fix under an older number.",
             .references = kReferences},
    .check = check_escape<kEscape>,
    .examples = kExamples,
};

}  // namespace batten::checks::host
