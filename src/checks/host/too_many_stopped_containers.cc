// SPDX-License-Identifier: Apache-2.0
#include "base/format.h"
#include "checks/host_answer.h"
#include "checks/host_check.h"

namespace batten::checks::host {
namespace {

void check(const model::Host& host, const Settings&, Hits& hits) {
  const model::Engine& engine = host.engine;
  if (!engine.answered) return could_not_look(hits, engine.why);
  int stopped = engine.containers - engine.running;
  std::string counts = format("{} containers, {} run", engine.containers, engine.running);
  if (stopped > 25) return failed(hits, format("{} containers do not run", stopped), counts);
  passed(hits, "few containers are stopped", counts);
}

constexpr std::string_view kReferences[] = {"CIS Docker 1.6: 6.2"};
constexpr HostExample kExamples[] = {
    {"containers 40 10", model::Outcome::kFail},
    {"containers 40 30", model::Outcome::kPass},
    {"docker", model::Outcome::kPass},
    {"no-answer down", model::Outcome::kUnknown},
};

}  // namespace

extern constinit const HostCheck too_many_stopped_containers;
constinit const HostCheck too_many_stopped_containers = {
    .info = {.id = "too-many-stopped-containers",
             .title = "Stopped containers pile up",
             .severity = model::Severity::kLow,
             .practice = model::PracticeId::kUpToDate,
             .why = "They hold files, passwords in their environment and old images, and somebody may start them again.",
             .fix = "Remove them: docker container prune.",
             .references = kReferences},
    .check = check,
    .examples = kExamples,
};

}  // namespace batten::checks::host
