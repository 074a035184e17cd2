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
    if (name.tag != "latest" || !name.digest.empty()) continue;
    hits.push_back(
        hit_in(file, *use.stage, use.place, format("{} {} takes whatever is the latest on the day of the build", use.by, use.image)));
  }
}

constexpr std::string_view kReferences[] = {"hadolint DL3007", "Dockle DKL-DI-0006"};
constexpr Example kExamples[] = {
    {"FROM ubuntu:latest\n"
     "USER 1\n",
     "FROM ubuntu:24.04\n"
     "USER 1\n"},
    {"ARG TAG=latest\n"
     "FROM debian:12 AS build\n"
     "FROM debian:12\n"
     "COPY --from=ghcr.io/astral-sh/uv:latest /uv /bin/\n",
     "FROM debian:12 AS latest\n"
     "FROM latest\n"
     "COPY --from=ghcr.io/astral-sh/uv:0.5.1 /uv /bin/\n"},
    {"FROM localhost:5000/app:latest\n",
     "FROM localhost:5000/app:latest@sha256:0123456789012345678901234567890123456789012345678901234567890123\n"},
};

}  // namespace

extern constinit const DockerfileCheck latest_tag;
constinit const DockerfileCheck latest_tag = {
    .info = {.id = "latest-tag",
             .title = "The image is taken by the tag latest",
             .severity = model::Severity::kMedium,
             .practice = model::PracticeId::kTrustedImages,
             .why = "The tag latest is another image tomorrow: a build is not repeatable, and nobody sees when a new major version or a "
                    "tampered image comes in.",
             .fix = "Name a version, best with its digest: debian:12.11-slim@sha256:...",
             .references = kReferences},
    .check = check,
    .examples = kExamples,
    .fix = add_digest,
};

}  // namespace batten::checks::dockerfile
