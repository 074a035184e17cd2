// SPDX-License-Identifier: Apache-2.0
#include "checks/host_check.h"
#include "checks/host_paths.h"

namespace batten::checks::host {
namespace {

constexpr std::string_view kReferences[] = {"CIS Docker 1.6: 3.7"};
constexpr HostExample kExamples[] = {
    {"below /etc/docker/certs.d /etc/docker/certs.d/reg.example/ca.crt alice:alice 0444", model::Outcome::kFail},
    {"below /etc/docker/certs.d /etc/docker/certs.d/reg.example/ca.crt root:users 0444", model::Outcome::kFail},
    {"below /etc/docker/certs.d /etc/docker/certs.d/reg.example/ca.crt root:root 0444", model::Outcome::kPass},
    {"docker", model::Outcome::kNotApplicable},
};

}  // namespace

extern constinit const HostCheck registry_certificate_owner;
constinit const HostCheck registry_certificate_owner = {
    .info = {.id = "registry-certificate-owner",
             .title = "A registry's certificate does not belong to root",
             .severity = model::Severity::kMedium,
             .practice = model::PracticeId::kLimitCapabilities,
             .why = "Who owns a file may change it, and these certificates decide which registry the engine believes.",
             .fix = "chown root:root /etc/docker/certs.d (or where it lies on this host).",
             .references = kReferences},
    .check = check_owner<kRegistryCertificates>,
    .examples = kExamples,
};

}  // namespace batten::checks::host
