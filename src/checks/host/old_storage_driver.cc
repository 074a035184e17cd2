// SPDX-License-Identifier: Apache-2.0
#include "base/format.h"
#include "checks/host_answer.h"
#include "checks/host_check.h"

namespace batten::checks::host {
namespace {

void check(const model::Host& host, const Settings&, Hits& hits) {
  const std::string& driver = host.engine.storage_driver;
  if (driver.empty()) return could_not_look(hits, "the storage driver is not known");
  if (driver == "aufs" || driver == "devicemapper" || driver == "overlay") return failed(hits, format("the storage driver is {}", driver));
  passed(hits, format("the storage driver is {}", driver));
}

constexpr std::string_view kReferences[] = {"CIS Docker 1.6: 2.6"};
constexpr HostExample kExamples[] = {
    {"driver aufs", model::Outcome::kFail},
    {"driver devicemapper", model::Outcome::kFail},
    {"driver overlay2", model::Outcome::kPass},
    {"docker", model::Outcome::kUnknown},
};

}  // namespace

extern constinit const HostCheck old_storage_driver;
constinit const HostCheck old_storage_driver = {
    .info = {.id = "old-storage-driver",
             .title = "The engine stores images in a way that nobody maintains",
             .severity = model::Severity::kMedium,
             .practice = model::PracticeId::kUpToDate,
             .why = "aufs and devicemapper were removed from the kernel or from the engine: flaws in them stay. (CIS names aufs only, "
                    "which no current engine has.)",
             .fix = "Change to overlay2: save what is needed, set \"storage-driver\": \"overlay2\" in daemon.json, restart.",
             .references = kReferences},
    .check = check,
    .examples = kExamples,
};

}  // namespace batten::checks::host
