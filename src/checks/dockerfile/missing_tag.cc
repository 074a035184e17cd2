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
    if (!name.tag.empty() || !name.digest.empty()) continue;
    hits.push_back(hit_in(file, *use.stage, use.place, format("{} {} names no version", use.by, use.image)));
  }
}

constexpr std::string_view kReferences[] = {"hadolint DL3006"};
constexpr Example kExamples[] = {
    {"FROM debian\n", "FROM debian:12\n"},
    {"FROM localhost:5000/app AS x\n"
     "FROM x\n",
     "FROM scratch AS x\n"
     "FROM x\n"},
    {"ARG BASE=alpine\n"
     "FROM $BASE\n"
     "COPY --from=gcr.io/a/b /x /x\n",
     "ARG BASE\n"
     "ARG V=3\n"
     "FROM ${BASE}\n"
     "FROM alpine:${V}\n"},
};

}  // namespace

extern constinit const DockerfileCheck missing_tag;
constinit const DockerfileCheck missing_tag = {
    .info = {.id = "missing-tag",
             .title = "The image has no tag",
             .severity = model::Severity::kMedium,
             .practice = model::PracticeId::kTrustedImages,
             .why = "Without a tag the tag latest is taken, which is another image tomorrow: a build is not repeatable, and nobody sees "
                    "what comes in.",
             .fix = "Name a version, best with its digest: debian:12.11-slim@sha256:...",
             .references = kReferences},
    .check = check,
    .examples = kExamples,
    .fix = add_digest,
};

}  // namespace batten::checks::dockerfile
