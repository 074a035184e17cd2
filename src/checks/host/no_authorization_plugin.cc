// SPDX-License-Identifier: Apache-2.0
#include "checks/host_answer.h"
#include "checks/host_check.h"

namespace batten::checks::host {
namespace {

void check(const model::Host& host, const Settings&, Hits& hits) {
  if (is_no_docker(host, hits)) return;

  if (host.engine.authorization_plugins.empty()) return failed(hits, "no authorization plugin is in use");
  passed(hits, "requests are authorized", host.engine.authorization_plugins.front());
}

constexpr std::string_view kReferences[] = {"CIS Docker 1.6: 2.12"};
constexpr HostExample kExamples[] = {
    {"docker", model::Outcome::kFail},
    {"authz opa", model::Outcome::kPass},
    {"podman", model::Outcome::kNotApplicable},
    {"no-answer down", model::Outcome::kUnknown},
};

}  // namespace

extern constinit const HostCheck no_authorization_plugin;
constinit const HostCheck no_authorization_plugin = {
    .info = {.id = "no-authorization-plugin",
             .title = "Every client of the engine may do everything",
             .severity = model::Severity::kLow,
             .practice = model::PracticeId::kLimitCapabilities,
             .why = "The engine knows no roles: who may list containers may also start a privileged one.",
             .fix = "Put an authorization plugin or a filtering proxy before the engine where several people or programs use it.",
             .references = kReferences,
             .strict = true},
    .check = check,
    .examples = kExamples,
};

}  // namespace batten::checks::host
