// SPDX-License-Identifier: Apache-2.0
#include "checks/joined.h"

namespace batten::checks {
namespace {

constexpr std::string_view kReferences[] = {"CIS Docker 1.6: 4.4", "OWASP Docker rule 9"};

}  // namespace

constinit const model::CheckInfo kBaseImageVulnerable = {
    .id = "base-image-vulnerable",
    .title = "Base image has vulnerabilities with a fix",
    .severity = model::Severity::kHigh,
    .practice = model::PracticeId::kTrustedImages,
    .why =
        "Everything in the base image is in every image that is built from it. These vulnerabilities are known, and updates for them are "
        "there.",
    .fix = "Build from a newer image; where there is none yet, upgrade the packages in the Dockerfile.",
    .references = kReferences,
};

}  // namespace batten::checks
