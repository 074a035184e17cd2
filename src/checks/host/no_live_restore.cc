// SPDX-License-Identifier: Apache-2.0
#include "checks/host_answer.h"
#include "checks/host_check.h"

namespace batten::checks::host {
namespace {

void check(const model::Host& host, const Settings&, Hits& hits) {
  if (is_no_docker(host, hits)) return;

  if (host.engine.swarm.active) return not_applicable(hits, "a swarm node can't keep its containers running without its engine");
  auto setting = told(host, "live-restore", "false", hits);
  if (!setting) return;

  if (setting->value == "true") return passed(hits, "containers outlive a restart of the engine", setting->evidence);
  failed(hits, "containers stop with the engine", setting->evidence);
}

constexpr std::string_view kReferences[] = {"CIS Docker 1.6: 2.15"};
constexpr HostExample kExamples[] = {
    {"set live-restore false", model::Outcome::kFail},
    {"set live-restore true", model::Outcome::kPass},
    {"docker", model::Outcome::kFail},
    {"swarm active; set live-restore false", model::Outcome::kNotApplicable},
    {"podman", model::Outcome::kNotApplicable},
    {"settings-unread", model::Outcome::kUnknown},
};

}  // namespace

extern constinit const HostCheck no_live_restore;
constinit const HostCheck no_live_restore = {
    .info = {.id = "no-live-restore",
             .title = "Containers stop when the engine stops",
             .severity = model::Severity::kLow,
             .practice = model::PracticeId::kUpToDate,
             .why = "An update of the engine then stops everything, so that it is put off, and flaws stay open.",
             .fix = "Set \"live-restore\": true in daemon.json.",
             .references = kReferences},
    .check = check,
    .examples = kExamples,
};

}  // namespace batten::checks::host
