// SPDX-License-Identifier: Apache-2.0
#include <set>

#include "base/format.h"
#include "checks/dockerfile_check.h"
#include "checks/dockerfile_walk.h"

namespace batten::checks::dockerfile {
namespace {

void check(const manifest::Dockerfile& file, const Settings&, Hits& hits) {
  std::set<std::string_view> seen;
  for (const manifest::Stage& stage : file.stages) {
    if (stage.name.empty() || seen.insert(stage.name).second) continue;
    hits.push_back(hit_in(file, stage, stage.name_place, format("{} is the name of a stage above", stage.name)));
  }
}

constexpr std::string_view kReferences[] = {"hadolint DL3024"};
constexpr Example kExamples[] = {
    {"FROM debian:12 AS build\n"
     "FROM debian:12 as Build\n",
     "FROM debian:12 AS build\n"
     "FROM build\n"
     "FROM debian:12 AS build2\n"},
};

}  // namespace

extern constinit const DockerfileCheck duplicate_stage_name;
constinit const DockerfileCheck duplicate_stage_name = {
    .info = {.id = "duplicate-stage-name",
             .title = "Two stages have one name",
             .severity = model::Severity::kMedium,
             .practice = model::PracticeId::kTrustedImages,
             .why = "BuildKit refuses it, and older builders take the last: a COPY --from may take files from another stage than its "
                    "author thought.",
             .fix = "Give each stage a name of its own.",
             .references = kReferences},
    .check = check,
    .examples = kExamples,
};

}  // namespace batten::checks::dockerfile
