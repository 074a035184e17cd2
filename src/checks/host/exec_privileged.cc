// SPDX-License-Identifier: Apache-2.0
#include "base/format.h"
#include "checks/host_answer.h"
#include "checks/host_check.h"

namespace batten::checks::host {
namespace {

void check(const model::Host& host, const Settings&, Hits& hits) {
  if (!host.engine.answered) return could_not_look(hits, host.engine.why);
  bool any = false;
  for (const model::EngineExec& exec : host.engine.execs) {
    if (!(exec.privileged)) continue;
    any = true;
    failed(hits, format("{} runs in container {} with all privileges", exec.command, exec.container));
  }
  if (!any) passed(hits, "no command was started with privileges");
}

constexpr std::string_view kReferences[] = {"CIS Docker 1.6: 5.23"};
constexpr HostExample kExamples[] = {
    {"exec web sh privileged", model::Outcome::kFail},
    {"exec web sh", model::Outcome::kPass},
    {"docker", model::Outcome::kPass},
    {"no-answer down", model::Outcome::kUnknown},
};

}  // namespace

extern constinit const HostCheck exec_privileged;
constinit const HostCheck exec_privileged = {
    .info = {.id = "exec-privileged",
             .title = "A command runs privileged in a container",
             .severity = model::Severity::kHigh,
             .practice = model::PracticeId::kLimitCapabilities,
             .why =
                 "It has every capability and sees all devices, whatever the container was allowed: who takes it over is root on the host.",
             .fix = "Run docker exec without --privileged.",
             .references = kReferences},
    .check = check,
    .examples = kExamples,
};

}  // namespace batten::checks::host
