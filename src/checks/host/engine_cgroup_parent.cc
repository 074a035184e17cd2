// SPDX-License-Identifier: Apache-2.0
#include "base/format.h"
#include "checks/host_answer.h"
#include "checks/host_check.h"

namespace batten::checks::host {
namespace {

void check(const model::Host& host, const Settings&, Hits& hits) {
  if (is_podman(host, hits)) return;
  auto setting = told(host, "cgroup-parent", "", hits);
  if (!setting) return;

  if (setting->value.empty() || setting->value == "/docker" || setting->value == "docker") {
    return passed(hits, "containers are in the engine's usual control group", setting->evidence);
  }
  failed(hits, format("containers are put into {}", setting->value), setting->evidence);
}

constexpr std::string_view kReferences[] = {"CIS Docker 1.6: 2.10"};
constexpr HostExample kExamples[] = {
    {"set cgroup-parent /other", model::Outcome::kFail},
    {"set cgroup-parent /docker", model::Outcome::kPass},
    {"docker", model::Outcome::kPass},
    {"settings-unread", model::Outcome::kUnknown},
    {"podman", model::Outcome::kNotApplicable},
};

}  // namespace

extern constinit const HostCheck engine_cgroup_parent;
constinit const HostCheck engine_cgroup_parent = {
    .info = {.id = "engine-cgroup-parent",
             .title = "Containers are put into another control group",
             .severity = model::Severity::kLow,
             .practice = model::PracticeId::kLimitCapabilities,
             .why = "Limits that are set on the usual groups of containers do not hold there.",
             .fix = "Remove \"cgroup-parent\" from daemon.json, unless that group has limits of its own.",
             .references = kReferences},
    .check = check,
    .examples = kExamples,
};

}  // namespace batten::checks::host
