// SPDX-License-Identifier: Apache-2.0
#include "base/format.h"
#include "checks/host_answer.h"
#include "checks/host_check.h"

namespace batten::checks::host {
namespace {

void check(const model::Host& host, const Settings&, Hits& hits) {
  if (!host.engine.answered) return could_not_look(hits, host.engine.why);
  for (const std::string& option : host.engine.security_options) {
    if (!option.starts_with("name=seccomp")) continue;
    if (option.ends_with("profile=unconfined")) return failed(hits, "the engine's seccomp profile is unconfined", option);
    return passed(hits, "the engine filters system calls", option);
  }
  failed(hits, "the engine does not use seccomp");
}

constexpr std::string_view kReferences[] = {"CIS Docker 1.6: 2.17"};
constexpr HostExample kExamples[] = {
    {"docker", model::Outcome::kFail},
    {"security seccomp,profile=unconfined", model::Outcome::kFail},
    {"security seccomp,profile=default", model::Outcome::kPass},
    {"security seccomp,profile=/etc/docker/mine.json", model::Outcome::kPass},
    {"podman; security seccomp,profile=default", model::Outcome::kPass},
    {"no-answer down", model::Outcome::kUnknown},
};

}  // namespace

extern constinit const HostCheck engine_seccomp_off;
constinit const HostCheck engine_seccomp_off = {
    .info = {.id = "engine-seccomp-off",
             .title = "The engine filters no system calls",
             .severity = model::Severity::kHigh,
             .practice = model::PracticeId::kLimitCapabilities,
             .why = "The default profile refuses some 60 calls that containers do not need; most ways out of a container by the kernel go "
                    "through them.",
             .fix = "Remove \"seccomp-profile\": \"unconfined\" from daemon.json; use a kernel with CONFIG_SECCOMP_FILTER.",
             .references = kReferences},
    .check = check,
    .examples = kExamples,
};

}  // namespace batten::checks::host
