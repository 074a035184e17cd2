// SPDX-License-Identifier: Apache-2.0
#include "checks/host_check.h"
#include "checks/host_paths.h"

namespace batten::checks::host {
namespace {

constexpr std::string_view kReferences[] = {"CIS Docker 1.6: 3.12"};
constexpr HostExample kExamples[] = {
    {"set tlscert /etc/docker/cert.pem; file /etc/docker/cert.pem root:root 0644", model::Outcome::kFail},
    {"set tlscert /etc/docker/cert.pem; file /etc/docker/cert.pem root:root 0444", model::Outcome::kPass},
    {"set tlscert /etc/docker/cert.pem; file /etc/docker/cert.pem root:root 0400", model::Outcome::kPass},
    {"docker", model::Outcome::kNotApplicable},
};

}  // namespace

extern constinit const HostCheck server_certificate_mode;
constinit const HostCheck server_certificate_mode = {
    .info = {.id = "server-certificate-mode",
             .title = "The engine's certificate is open to others",
             .severity = model::Severity::kMedium,
             .practice = model::PracticeId::kLimitCapabilities,
             .why = "More people than needed may read or change it, and clients know the engine by it.",
             .fix = "chmod 444 /etc/docker/cert.pem (or where it lies on this host).",
             .references = kReferences},
    .check = check_mode<kServerCertificate>,
    .examples = kExamples,
};

}  // namespace batten::checks::host
