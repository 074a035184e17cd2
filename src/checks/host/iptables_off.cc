// SPDX-License-Identifier: Apache-2.0
#include "checks/host_answer.h"
#include "checks/host_check.h"

namespace batten::checks::host {
namespace {

void check(const model::Host& host, const Settings&, Hits& hits) {
  if (is_podman(host, hits)) return;
  auto setting = told(host, "iptables", "true", hits);
  if (!setting) return;

  if (setting->value == "true") return passed(hits, "the engine makes its firewall rules", setting->evidence);
  failed(hits, "the engine makes no firewall rules", setting->evidence);
}

constexpr std::string_view kReferences[] = {"CIS Docker 1.6: 2.4"};
constexpr HostExample kExamples[] = {
    {"set iptables false", model::Outcome::kFail}, {"set iptables true", model::Outcome::kPass}, {"docker", model::Outcome::kPass},
    {"settings-unread", model::Outcome::kUnknown}, {"podman", model::Outcome::kNotApplicable},
};

}  // namespace

extern constinit const HostCheck iptables_off;
constinit const HostCheck iptables_off = {
    .info = {.id = "iptables-off",
             .title = "The engine may not write firewall rules",
             .severity = model::Severity::kMedium,
             .practice = model::PracticeId::kLimitCapabilities,
             .why = "Without its rules nothing keeps networks of containers apart, and published ports are reached in ways that nobody "
                    "wrote down.",
             .fix = "Remove \"iptables\": false from daemon.json, unless the rules are made by other means.",
             .references = kReferences},
    .check = check,
    .examples = kExamples,
};

}  // namespace batten::checks::host
