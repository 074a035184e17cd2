// SPDX-License-Identifier: Apache-2.0
#include "checks/host_answer.h"
#include "checks/host_check.h"

namespace batten::checks::host {
namespace {

void check(const model::Host& host, const Settings&, Hits& hits) {
  if (is_no_docker(host, hits)) return;

  if (!host.root_directory_is_mount) return could_not_look(hits, "the mounts of this host can't be read");
  if (*host.root_directory_is_mount) return passed(hits, "the data directory is a file system of its own", host.engine.root_directory);
  failed(hits, "the data directory is part of another file system", host.engine.root_directory);
}

constexpr std::string_view kReferences[] = {"CIS Docker 1.6: 1.1.1"};
constexpr HostExample kExamples[] = {
    {"own-mount no", model::Outcome::kFail},
    {"own-mount yes", model::Outcome::kPass},
    {"docker", model::Outcome::kUnknown},
    {"podman", model::Outcome::kNotApplicable},
};

}  // namespace

extern constinit const HostCheck data_directory_partition;
constinit const HostCheck data_directory_partition = {
    .info = {.id = "data-directory-partition",
             .title = "The engine's data share a file system with the host",
             .severity = model::Severity::kLow,
             .practice = model::PracticeId::kLimitCapabilities,
             .why = "Images, logs and containers grow. When they fill the file system that the host itself needs, the host stops working.",
             .fix = "Mount a file system of its own at /var/lib/docker (or the data-root of this engine).",
             .references = kReferences,
             .strict = true},
    .check = check,
    .examples = kExamples,
};

}  // namespace batten::checks::host
