// SPDX-License-Identifier: Apache-2.0
#include "checks/host_answer.h"
#include "checks/host_check.h"

namespace batten::checks::host {
namespace {

void check(const model::Host& host, const Settings&, Hits& hits) {
  auto at = host.engine.settings.find("client-content-trust");
  if (at == host.engine.settings.end() || at->second.empty()) {
    return not_applicable(hits, "Docker Content Trust has ended: signatures are verified by other means");
  }
  failed(hits, "DOCKER_CONTENT_TRUST=1 is set for clients", at->second[0].where);
}

constexpr std::string_view kReferences[] = {"CIS Docker 1.6: 4.5"};
constexpr HostExample kExamples[] = {
    {"set client-content-trust 1", model::Outcome::kFail},
    {"docker", model::Outcome::kNotApplicable},
};

}  // namespace

extern constinit const HostCheck content_trust_retired;
constinit const HostCheck content_trust_retired = {
    .info = {.id = "content-trust-retired",
             .title = "Docker Content Trust is still asked for",
             .severity = model::Severity::kLow,
             .practice = model::PracticeId::kTrustedImages,
             .why = "The benchmark asks for it, but the service behind it (notary.docker.io) ends in December 2026 and the signatures of "
                    "official images have expired: pulls fail, and people learn to switch verification off.",
             .fix = "Remove DOCKER_CONTENT_TRUST, pin images by digest and verify signatures of cosign or Notation instead.",
             .references = kReferences},
    .check = check,
    .examples = kExamples,
};

}  // namespace batten::checks::host
