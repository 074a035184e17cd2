// SPDX-License-Identifier: Apache-2.0
#include "checks/host_answer.h"
#include "checks/host_check.h"

namespace batten::checks::host {
namespace {

void check(const model::Host& host, const Settings&, Hits& hits) {
  if (!host.engine.answered) return could_not_look(hits, host.engine.why);
  if (host.engine.rootless) return passed(hits, "the engine runs as an ordinary user");
  failed(hits, "the engine runs as root");
}

constexpr std::string_view kReferences[] = {"CIS Docker 1.6: 2.1"};
constexpr HostExample kExamples[] = {
    {"docker", model::Outcome::kFail},
    {"rootless /home/alice", model::Outcome::kPass},
    {"no-answer down", model::Outcome::kUnknown},
};

}  // namespace

extern constinit const HostCheck rootful_engine;
constinit const HostCheck rootful_engine = {
    .info = {.id = "rootful-engine",
             .title = "The engine runs as root",
             .severity = model::Severity::kLow,
             .practice = model::PracticeId::kLimitCapabilities,
             .why = "Who gets out of a container of a rootless engine is an ordinary user; with this one he is root.",
             .fix = "Where no feature of the rootful engine is needed, run it rootless (dockerd-rootless-setuptool.sh install).",
             .references = kReferences,
             .strict = true},
    .check = check,
    .examples = kExamples,
};

}  // namespace batten::checks::host
