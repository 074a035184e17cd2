// SPDX-License-Identifier: Apache-2.0
#include "checks/host_check.h"
#include "checks/host_paths.h"

namespace batten::checks::host {
namespace {

constexpr std::string_view kReferences[] = {"CVE-2021-41091"};
constexpr HostExample kExamples[] = {
    {"dir /var/lib/docker root:root 0755", model::Outcome::kFail},
    {"dir /var/lib/docker root:root 0710", model::Outcome::kPass},
    {"dir /var/lib/docker root:root 0711", model::Outcome::kPass},
    {"set data-root /srv/d; dir /srv/d root:root 0777", model::Outcome::kFail},
    {"docker", model::Outcome::kNotApplicable},
};

}  // namespace

extern constinit const HostCheck data_directory_mode;
constinit const HostCheck data_directory_mode = {
    .info = {.id = "data-directory-mode",
             .title = "Other users can enter the engine's data directory",
             .severity = model::Severity::kMedium,
             .practice = model::PracticeId::kLimitCapabilities,
             .why = "Images and containers hold set-user-ID programs and files of other users. Who can enter the directory can run and "
                    "read them on the host, which container file systems do not expect (CVE-2021-41091).",
             .fix = "chmod 710 /var/lib/docker (or the data-root of this engine).",
             .references = kReferences},
    .check = check_mode<kVarLibDocker>,
    .examples = kExamples,
};

}  // namespace batten::checks::host
