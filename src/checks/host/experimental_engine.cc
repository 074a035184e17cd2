// SPDX-License-Identifier: Apache-2.0
#include "checks/host_answer.h"
#include "checks/host_check.h"

namespace batten::checks::host {
namespace {

void check(const model::Host& host, const Settings&, Hits& hits) {
  if (is_podman(host, hits)) return;
  auto setting = told(host, "experimental", "false", hits);
  if (!setting) return;

  if (setting->value == "false") return passed(hits, "experimental features are off", setting->evidence);
  failed(hits, "experimental features are on", setting->evidence);
}

constexpr std::string_view kReferences[] = {"CIS Docker 1.6: 2.18"};
constexpr HostExample kExamples[] = {
    {"set experimental true", model::Outcome::kFail}, {"set experimental false", model::Outcome::kPass}, {"docker", model::Outcome::kPass},
    {"settings-unread", model::Outcome::kUnknown},    {"podman", model::Outcome::kNotApplicable},
};

}  // namespace

extern constinit const HostCheck experimental_engine;
constinit const HostCheck experimental_engine = {
    .info = {.id = "experimental-engine",
             .title = "Experimental features are on",
             .severity = model::Severity::kLow,
             .practice = model::PracticeId::kLimitCapabilities,
             .why = "They are less tested and may change; nobody promises fixes.",
             .fix = "Remove \"experimental\": true from daemon.json.",
             .references = kReferences},
    .check = check,
    .examples = kExamples,
};

}  // namespace batten::checks::host
