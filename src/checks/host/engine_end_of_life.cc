// SPDX-License-Identifier: Apache-2.0
#include "base/format.h"
#include "checks/escape.h"
#include "checks/host_answer.h"
#include "checks/host_check.h"

namespace batten::checks::host {
namespace {

void check(const model::Host& host, const Settings&, Hits& hits) {
  if (host.engine.kind == model::Engine::Kind::kPodman) return not_applicable(hits, "Podman's versions are its distribution's");
  auto at = host.engine.components.find("engine");
  auto version = at == host.engine.components.end() ? std::nullopt : component_version(at->second.version);
  if (!version) return could_not_look(hits, "the engine's version is not known");
  const std::string& text = at->second.version;
  if (!at->second.package.empty()) {
    return could_not_look(
        hits, format("{} is a distribution's ({}), which maintains it itself: batten scan dir:/ tells", text, at->second.package));
  }
  if (version->major == 23 || version->major == 25)
    return could_not_look(hits, format("{} is maintained for some vendors' customers only", text));
  if (version->major >= 28) return passed(hits, format("{} is not known to have ended", text));
  failed(hits, format("{} gets no fixes any more", text));
}

constexpr std::string_view kReferences[] = {"CIS Docker 1.6: 1.2.2"};
constexpr HostExample kExamples[] = {
    {"component engine 24.0.9", model::Outcome::kFail},
    {"component engine 29.1.0", model::Outcome::kPass},
    {"component engine 20.10.24+dfsg1; package engine docker.io 20.10.24 of Debian", model::Outcome::kUnknown},
    {"component engine 25.0.5", model::Outcome::kUnknown},
    {"docker", model::Outcome::kUnknown},
    {"podman", model::Outcome::kNotApplicable},
};

}  // namespace

extern constinit const HostCheck engine_end_of_life;
constinit const HostCheck engine_end_of_life = {
    .info = {.id = "engine-end-of-life",
             .title = "The engine's release line gets no fixes any more",
             .severity = model::Severity::kHigh,
             .practice = model::PracticeId::kUpToDate,
             .why =
                 "Flaws found in it from now on stay open. Docker maintains its newest major version; older ones end soon after the next.",
             .fix = "Update the engine to a maintained release.",
             .references = kReferences},
    .check = check,
    .examples = kExamples,
};

}  // namespace batten::checks::host
