// SPDX-License-Identifier: Apache-2.0
#include "base/format.h"
#include "checks/dockerfile_check.h"
#include "checks/dockerfile_walk.h"

namespace batten::checks::dockerfile {
namespace {

void check(const manifest::Dockerfile& file, const Settings&, Hits& hits) {
  for (const manifest::Stage& stage : file.stages) {
    const manifest::Flag* flag = stage.from.flag("platform");
    if (flag == nullptr || !flag->has_value || flag->value.contains('$')) continue;
    hits.push_back(hit_in(file, stage, flag->place, format("always built for {}", flag->value)));
  }
}

constexpr std::string_view kReferences[] = {"hadolint DL3029"};
constexpr Example kExamples[] = {
    {"FROM --platform=linux/amd64 debian:12\n", "FROM --platform=$BUILDPLATFORM debian:12\n"},
};

}  // namespace

extern constinit const DockerfileCheck platform_constant;
constinit const DockerfileCheck platform_constant = {
    .info = {.id = "platform-constant",
             .title = "FROM names a fixed platform",
             .severity = model::Severity::kLow,
             .practice = model::PracticeId::kTrustedImages,
             .why = "The image is built for that platform whatever is asked for, and runs emulated or not at all elsewhere.",
             .fix = "Leave --platform out, or write --platform=$BUILDPLATFORM for a stage that only builds.",
             .references = kReferences,
             .strict = true},
    .check = check,
    .examples = kExamples,
};

}  // namespace batten::checks::dockerfile
