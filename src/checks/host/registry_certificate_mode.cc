// SPDX-License-Identifier: Apache-2.0
#include "checks/host_check.h"
#include "checks/host_paths.h"

namespace batten::checks::host {
namespace {

constexpr std::string_view kReferences[] = {"CIS Docker 1.6: 3.8"};
constexpr HostExample kExamples[] = {
    {"below /etc/docker/certs.d /etc/docker/certs.d/reg.example/ca.crt root:root 0644", model::Outcome::kFail},
    {"below /etc/docker/certs.d /etc/docker/certs.d/reg.example/ca.crt root:root 0444", model::Outcome::kPass},
    {"below /etc/docker/certs.d /etc/docker/certs.d/reg.example/ca.crt root:root 0400", model::Outcome::kPass},
    {"docker", model::Outcome::kNotApplicable},
};

}  // namespace

extern constinit const HostCheck registry_certificate_mode;
constinit const HostCheck registry_certificate_mode = {
    .info = {.id = "registry-certificate-mode",
             .title = "A registry's certificate is open to others",
             .severity = model::Severity::kMedium,
             .practice = model::PracticeId::kLimitCapabilities,
             .why = "More people than needed may read or change it, and these certificates decide which registry the engine believes.",
             .fix = "chmod 444 /etc/docker/certs.d (or where it lies on this host).",
             .references = kReferences},
    .check = check_mode<kRegistryCertificates>,
    .examples = kExamples,
};

}  // namespace batten::checks::host
