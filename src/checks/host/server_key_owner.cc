// SPDX-License-Identifier: Apache-2.0
#include "checks/host_check.h"
#include "checks/host_paths.h"

namespace batten::checks::host {
namespace {

constexpr std::string_view kReferences[] = {"CIS Docker 1.6: 3.13"};
constexpr HostExample kExamples[] = {
    {"set tlskey /etc/docker/key.pem; file /etc/docker/key.pem alice:alice 0400", model::Outcome::kFail},
    {"set tlskey /etc/docker/key.pem; file /etc/docker/key.pem root:users 0400", model::Outcome::kFail},
    {"set tlskey /etc/docker/key.pem; file /etc/docker/key.pem root:root 0400", model::Outcome::kPass},
    {"docker", model::Outcome::kNotApplicable},
};

}  // namespace

extern constinit const HostCheck server_key_owner;
constinit const HostCheck server_key_owner = {
    .info = {.id = "server-key-owner",
             .title = "The key of the engine's certificate does not belong to root",
             .severity = model::Severity::kHigh,
             .practice = model::PracticeId::kLimitCapabilities,
             .why = "Who owns a file may change it, and with it another machine can pretend to be this engine.",
             .fix = "chown root:root /etc/docker/key.pem (or where it lies on this host).",
             .references = kReferences},
    .check = check_owner<kServerKey>,
    .examples = kExamples,
};

}  // namespace batten::checks::host
