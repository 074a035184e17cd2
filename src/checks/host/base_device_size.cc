// SPDX-License-Identifier: Apache-2.0
#include "checks/host_answer.h"
#include "checks/host_check.h"

namespace batten::checks::host {
namespace {

void check(const model::Host& host, const Settings&, Hits& hits) {
  if (is_no_docker(host, hits)) return;

  if (host.engine.storage_driver != "devicemapper") return not_applicable(hits, "only the driver devicemapper has such a size");
  auto setting = told(host, "storage-opt", "", hits);
  if (!setting) return;
  for (const std::string& option : setting->values) {
    if (option.starts_with("dm.basesize")) return failed(hits, "the base device was made larger", option);
  }
  passed(hits, "the base device has its usual size");
}

constexpr std::string_view kReferences[] = {"CIS Docker 1.6: 2.11"};
constexpr HostExample kExamples[] = {
    {"driver devicemapper; set storage-opt dm.basesize=100G", model::Outcome::kFail},
    {"driver devicemapper", model::Outcome::kPass},
    {"driver overlay2", model::Outcome::kNotApplicable},
    {"podman", model::Outcome::kNotApplicable},
    {"driver devicemapper; settings-unread", model::Outcome::kUnknown},
};

}  // namespace

extern constinit const HostCheck base_device_size;
constinit const HostCheck base_device_size = {
    .info = {.id = "base-device-size",
             .title = "Containers may grow beyond the usual size",
             .severity = model::Severity::kLow,
             .practice = model::PracticeId::kLimitCapabilities,
             .why = "A larger base device lets each container fill the disk of all others.",
             .fix = "Remove dm.basesize from \"storage-opts\", better: change from devicemapper to overlay2.",
             .references = kReferences},
    .check = check,
    .examples = kExamples,
};

}  // namespace batten::checks::host
