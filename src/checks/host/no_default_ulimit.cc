// SPDX-License-Identifier: Apache-2.0
#include "checks/host_answer.h"
#include "checks/host_check.h"

namespace batten::checks::host {
namespace {

void check(const model::Host& host, const Settings&, Hits& hits) {
  auto setting = told(host, "default-ulimit", "", hits);
  if (!setting) return;

  if (setting->said) return passed(hits, "containers have limits by default", setting->evidence);
  failed(hits, "there are no limits by default", setting->evidence);
}

constexpr std::string_view kReferences[] = {"CIS Docker 1.6: 2.8"};
constexpr HostExample kExamples[] = {
    {"docker", model::Outcome::kFail},
    {"set default-ulimit nofile=1024:4096", model::Outcome::kPass},
    {"settings-unread", model::Outcome::kUnknown},
    {"podman", model::Outcome::kFail},
    {"podman; set default-ulimit nofile=1024:4096", model::Outcome::kPass},
};

}  // namespace

extern constinit const HostCheck no_default_ulimit;
constinit const HostCheck no_default_ulimit = {
    .info = {.id = "no-default-ulimit",
             .title = "Containers have no limits of files and processes by default",
             .severity = model::Severity::kLow,
             .practice = model::PracticeId::kLimitCapabilities,
             .why = "One container can open so many files or start so many processes that others have none left.",
             .fix = "Set \"default-ulimits\" in daemon.json: {\"nofile\": {\"Name\": \"nofile\", \"Soft\": 1024, \"Hard\": 4096}}.",
             .references = kReferences,
             .strict = true},
    .check = check,
    .examples = kExamples,
};

}  // namespace batten::checks::host
