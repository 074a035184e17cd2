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
    if (!(exec.user == "0" || exec.user == "root" || exec.user.starts_with("0:") || exec.user.starts_with("root:"))) continue;
    any = true;
    failed(hits, format("{} runs in container {} as root", exec.command, exec.container));
  }
  if (!any) passed(hits, "no command was started as root");
}

constexpr std::string_view kReferences[] = {"CIS Docker 1.6: 5.24"};
constexpr HostExample kExamples[] = {
    {"exec web sh user=0", model::Outcome::kFail},
    {"exec web sh user=1000", model::Outcome::kPass},
    {"docker", model::Outcome::kPass},
    {"no-answer down", model::Outcome::kUnknown},
};

}  // namespace

extern constinit const HostCheck exec_as_root;
constinit const HostCheck exec_as_root = {
    .info = {.id = "exec-as-root",
             .title = "A command runs as root in a container",
             .severity = model::Severity::kLow,
             .practice = model::PracticeId::kLimitCapabilities,
             .why = "The container's user was chosen to have few rights; as root the command has those that the container was left with.",
             .fix = "Run docker exec without --user root.",
             .references = kReferences},
    .check = check,
    .examples = kExamples,
};

}  // namespace batten::checks::host
