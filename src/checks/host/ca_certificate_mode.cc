// SPDX-License-Identifier: Apache-2.0
#include "checks/host_check.h"
#include "checks/host_paths.h"

namespace batten::checks::host {
namespace {

constexpr std::string_view kReferences[] = {"CIS Docker 1.6: 3.10"};
constexpr HostExample kExamples[] = {
    {"set tlscacert /etc/docker/ca.pem; file /etc/docker/ca.pem root:root 0644", model::Outcome::kFail},
    {"set tlscacert /etc/docker/ca.pem; file /etc/docker/ca.pem root:root 0444", model::Outcome::kPass},
    {"set tlscacert /etc/docker/ca.pem; file /etc/docker/ca.pem root:root 0400", model::Outcome::kPass},
    {"docker", model::Outcome::kNotApplicable},
};

}  // namespace

extern constinit const HostCheck ca_certificate_mode;
constinit const HostCheck ca_certificate_mode = {
    .info = {.id = "ca-certificate-mode",
             .title = "The CA certificate of the engine's port is open to others",
             .severity = model::Severity::kHigh,
             .practice = model::PracticeId::kLimitCapabilities,
             .why = "More people than needed may read or change it, and whoever changes it decides which clients the engine obeys.",
             .fix = "chmod 444 /etc/docker/ca.pem (or where it lies on this host).",
             .references = kReferences},
    .check = check_mode<kCaCertificate>,
    .examples = kExamples,
};

}  // namespace batten::checks::host
