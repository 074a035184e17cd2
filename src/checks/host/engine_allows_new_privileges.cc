// SPDX-License-Identifier: Apache-2.0
#include "checks/host_answer.h"
#include "checks/host_check.h"

namespace batten::checks::host {
namespace {

void check(const model::Host& host, const Settings&, Hits& hits) {
  auto setting = told(host, "no-new-privileges", "false", hits);
  if (!setting) return;

  if (setting->value == "true") return passed(hits, "processes gain no new privileges by default", setting->evidence);
  failed(hits, "set-user-ID programs in containers make root", setting->evidence);
}

constexpr std::string_view kReferences[] = {"CIS Docker 1.6: 2.14"};
constexpr HostExample kExamples[] = {
    {"docker", model::Outcome::kFail},
    {"set no-new-privileges false", model::Outcome::kFail},
    {"set no-new-privileges true", model::Outcome::kPass},
    {"podman; set no-new-privileges true", model::Outcome::kPass},
    {"podman", model::Outcome::kFail},
    {"settings-unread", model::Outcome::kUnknown},
};

}  // namespace

extern constinit const HostCheck engine_allows_new_privileges;
constinit const HostCheck engine_allows_new_privileges = {
    .info = {.id = "engine-allows-new-privileges",
             .title = "Processes may gain privileges by default",
             .severity = model::Severity::kMedium,
             .practice = model::PracticeId::kLimitCapabilities,
             .why = "A set-user-ID program in an image (su, sudo, mount) makes root of an ordinary user who took over the process.",
             .fix = "Set \"no-new-privileges\": true in daemon.json (Podman: no_new_privileges in containers.conf); single containers that "
                    "need it can be given back.",
             .references = kReferences},
    .check = check,
    .examples = kExamples,
};

}  // namespace batten::checks::host
