// SPDX-License-Identifier: Apache-2.0
#include "checks/host_answer.h"
#include "checks/host_check.h"

namespace batten::checks::host {
namespace {

void check(const model::Host& host, const Settings&, Hits& hits) {
  if (is_podman(host, hits)) return;
  auto setting = told(host, "userland-proxy", "true", hits);
  if (!setting) return;

  if (setting->value == "false") return passed(hits, "published ports are forwarded by the kernel", setting->evidence);
  failed(hits, "published ports go through docker-proxy", setting->evidence);
}

constexpr std::string_view kReferences[] = {"CIS Docker 1.6: 2.16"};
constexpr HostExample kExamples[] = {
    {"set userland-proxy true", model::Outcome::kFail},
    {"set userland-proxy false", model::Outcome::kPass},
    {"docker", model::Outcome::kFail},
    {"settings-unread", model::Outcome::kUnknown},
    {"podman", model::Outcome::kNotApplicable},
};

}  // namespace

extern constinit const HostCheck userland_proxy;
constinit const HostCheck userland_proxy = {
    .info = {.id = "userland-proxy",
             .title = "Each published port has a proxy of its own",
             .severity = model::Severity::kLow,
             .practice = model::PracticeId::kLimitCapabilities,
             .why = "The proxy is one more program of the engine that faces the network, and it hides the address of clients from the "
                    "container's log.",
             .fix = "Set \"userland-proxy\": false in daemon.json.",
             .references = kReferences},
    .check = check,
    .examples = kExamples,
};

}  // namespace batten::checks::host
