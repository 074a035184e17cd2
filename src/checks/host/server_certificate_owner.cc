// SPDX-License-Identifier: Apache-2.0
#include "checks/host_check.h"
#include "checks/host_paths.h"

namespace batten::checks::host {
namespace {

constexpr std::string_view kReferences[] = {"CIS Docker 1.6: 3.11"};
constexpr HostExample kExamples[] = {
    {"set tlscert /etc/docker/cert.pem; file /etc/docker/cert.pem alice:alice 0444", model::Outcome::kFail},
    {"set tlscert /etc/docker/cert.pem; file /etc/docker/cert.pem root:users 0444", model::Outcome::kFail},
    {"set tlscert /etc/docker/cert.pem; file /etc/docker/cert.pem root:root 0444", model::Outcome::kPass},
    {"docker", model::Outcome::kNotApplicable},
};

}  // namespace

extern constinit const HostCheck server_certificate_owner;
constinit const HostCheck server_certificate_owner = {
    .info = {.id = "server-certificate-owner",
             .title = "The engine's certificate does not belong to root",
             .severity = model::Severity::kMedium,
             .practice = model::PracticeId::kLimitCapabilities,
             .why = "Who owns a file may change it, and clients know the engine by it.",
             .fix = "chown root:root /etc/docker/cert.pem (or where it lies on this host).",
             .references = kReferences},
    .check = check_owner<kServerCertificate>,
    .examples = kExamples,
};

}  // namespace batten::checks::host
