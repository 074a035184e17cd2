// SPDX-License-Identifier: Apache-2.0
#include "checks/host_check.h"
#include "checks/host_paths.h"

namespace batten::checks::host {
namespace {

constexpr std::string_view kReferences[] = {"CIS Docker 1.6: 3.9"};
constexpr HostExample kExamples[] = {
    {"set tlscacert /etc/docker/ca.pem; file /etc/docker/ca.pem alice:alice 0444", model::Outcome::kFail},
    {"set tlscacert /etc/docker/ca.pem; file /etc/docker/ca.pem root:users 0444", model::Outcome::kFail},
    {"set tlscacert /etc/docker/ca.pem; file /etc/docker/ca.pem root:root 0444", model::Outcome::kPass},
    {"docker", model::Outcome::kNotApplicable},
};

}  // namespace

extern constinit const HostCheck ca_certificate_owner;
constinit const HostCheck ca_certificate_owner = {
    .info = {.id = "ca-certificate-owner",
             .title = "The CA certificate of the engine's port does not belong to root",
             .severity = model::Severity::kHigh,
             .practice = model::PracticeId::kLimitCapabilities,
             .why = "Who owns a file may change it, and whoever changes it decides which clients the engine obeys.",
             .fix = "chown root:root /etc/docker/ca.pem (or where it lies on this host).",
             .references = kReferences},
    .check = check_owner<kCaCertificate>,
    .examples = kExamples,
};

}  // namespace batten::checks::host
