// SPDX-License-Identifier: Apache-2.0
#include "base/format.h"
#include "checks/dockerfile_check.h"
#include "checks/dockerfile_walk.h"

namespace batten::checks::dockerfile {
namespace {

void check(const manifest::Dockerfile& file, const Settings&, Hits& hits) {
  for (const manifest::Stage& stage : file.stages) {
    if (stage.name == "scratch" || stage.name == "context") {
      hits.push_back(hit_in(file, stage, stage.name_place, format("{} is a reserved name", stage.name)));
    }
  }
}

constexpr std::string_view kReferences[] = {"hadolint DL3063"};
constexpr Example kExamples[] = {
    {"FROM debian:12 AS Scratch\n", "FROM scratch AS context2\n"},
};

}  // namespace

extern constinit const DockerfileCheck reserved_stage_name;
constinit const DockerfileCheck reserved_stage_name = {
    .info = {.id = "reserved-stage-name",
             .title = "A stage has a reserved name",
             .severity = model::Severity::kLow,
             .practice = model::PracticeId::kTrustedImages,
             .why = "scratch and context mean something else to the builder: COPY --from and FROM would not find the stage.",
             .fix = "Give the stage another name.",
             .references = kReferences},
    .check = check,
    .examples = kExamples,
};

}  // namespace batten::checks::dockerfile
