// SPDX-License-Identifier: Apache-2.0
#include "base/format.h"
#include "checks/host_answer.h"
#include "checks/host_check.h"

namespace batten::checks::host {
namespace {

void check(const model::Host& host, const Settings&, Hits& hits) {
  if (is_podman(host, hits)) return;
  auto setting = told(host, "log-level", "info", hits);
  if (!setting) return;

  auto debug = told(host, "debug", "false", hits);
  if (!debug) return;
  if (debug->value == "true") return failed(hits, "the engine logs at debug level", debug->evidence);
  if (setting->value == "info") return passed(hits, "the engine logs at info level", setting->evidence);
  failed(hits, format("the engine logs at level {}", setting->value), setting->evidence);
}

constexpr std::string_view kReferences[] = {"CIS Docker 1.6: 2.3"};
constexpr HostExample kExamples[] = {
    {"set log-level debug", model::Outcome::kFail},
    {"set debug true", model::Outcome::kFail},
    {"set log-level fatal", model::Outcome::kFail},
    {"set log-level info", model::Outcome::kPass},
    {"docker", model::Outcome::kPass},
    {"settings-unread", model::Outcome::kUnknown},
    {"no-answer down; set log-level info", model::Outcome::kPass},
    {"podman", model::Outcome::kNotApplicable},
};

}  // namespace

extern constinit const HostCheck log_level_not_info;
constinit const HostCheck log_level_not_info = {
    .info = {.id = "log-level-not-info",
             .title = "The engine logs too little or too much",
             .severity = model::Severity::kLow,
             .practice = model::PracticeId::kMonitoring,
             .why =
                 "Below info, what the engine did is missing when it is needed; debug writes whole requests, with what is secret in them.",
             .fix = "Set \"log-level\": \"info\" in daemon.json, or leave it out.",
             .references = kReferences},
    .check = check,
    .examples = kExamples,
};

}  // namespace batten::checks::host
