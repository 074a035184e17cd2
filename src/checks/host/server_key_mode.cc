// SPDX-License-Identifier: Apache-2.0
#include "checks/host_check.h"
#include "checks/host_paths.h"

namespace batten::checks::host {
namespace {

constexpr std::string_view kReferences[] = {"CIS Docker 1.6: 3.14"};
constexpr HostExample kExamples[] = {
    {"set tlskey /etc/docker/key.pem; file /etc/docker/key.pem root:root 0440", model::Outcome::kFail},
    {"set tlskey /etc/docker/key.pem; file /etc/docker/key.pem root:root 0400", model::Outcome::kPass},
    {"set tlskey /etc/docker/key.pem; file /etc/docker/key.pem root:root 0400", model::Outcome::kPass},
    {"docker", model::Outcome::kNotApplicable},
};

}  // namespace

extern constinit const HostCheck server_key_mode;
constinit const HostCheck server_key_mode = {
    .info = {.id = "server-key-mode",
             .title = "The key of the engine's certificate is open to others",
             .severity = model::Severity::kHigh,
             .practice = model::PracticeId::kLimitCapabilities,
             .why = "More people than needed may read or change it, and with it another machine can pretend to be this engine.",
             .fix = "chmod 400 /etc/docker/key.pem (or where it lies on this host).",
             .references = kReferences},
    .check = check_mode<kServerKey>,
    .examples = kExamples,
};

}  // namespace batten::checks::host
