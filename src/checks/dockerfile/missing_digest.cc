// SPDX-License-Identifier: Apache-2.0
#include "base/format.h"
#include "checks/dockerfile_check.h"
#include "checks/dockerfile_walk.h"
#include "checks/image_use.h"

namespace batten::checks::dockerfile {
namespace {

void check(const manifest::Dockerfile& file, const Settings&, Hits& hits) {
  for (const ImageUse& use : images_used(file)) {
    ImageName name = split_image(use.image);
    if (name.tag.empty() || name.tag == "latest" || !name.digest.empty()) continue;
    hits.push_back(hit_in(file, *use.stage, use.place, format("{} {} has no digest", use.by, use.image)));
  }
}

constexpr std::string_view kReferences[] = {"CIS Docker 1.6: 4.2"};
constexpr Example kExamples[] = {
    {"FROM debian:12\n", "FROM debian:12@sha256:0123456789012345678901234567890123456789012345678901234567890123\n"},
};

}  // namespace

extern constinit const DockerfileCheck missing_digest;
constinit const DockerfileCheck missing_digest = {
    .info = {.id = "missing-digest",
             .title = "The image is not named by its digest",
             .severity = model::Severity::kLow,
             .practice = model::PracticeId::kTrustedImages,
             .why = "A tag can be moved to another image by whoever can write to the repository. A digest names the very bytes.",
             .fix = "Add the digest: debian:12@sha256:... and let a bot raise it.",
             .references = kReferences,
             .strict = true},
    .check = check,
    .examples = kExamples,
    .fix = add_digest,
};

}  // namespace batten::checks::dockerfile
