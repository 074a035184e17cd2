// SPDX-License-Identifier: Apache-2.0
#include "base/format.h"
#include "checks/dockerfile_check.h"
#include "checks/dockerfile_walk.h"

namespace batten::checks::dockerfile {
namespace {

void check(const manifest::Dockerfile& file, const Settings&, Hits& hits) {
  for (const manifest::Stage& stage : file.stages) {
    for (const manifest::Instruction& one : stage.instructions) {
      for (const manifest::Instruction& later : one.trigger) {
        if (later.keyword != "ONBUILD" && later.keyword != "FROM" && later.keyword != "MAINTAINER") continue;
        hits.push_back(hit_in(file, stage, later.keyword_place, format("ONBUILD {} is refused", later.keyword)));
      }
    }
  }
}

constexpr std::string_view kReferences[] = {"hadolint DL3043"};
constexpr Example kExamples[] = {
    {"FROM debian:12\n"
     "ONBUILD FROM x\n"
     "ONBUILD onbuild RUN y\n",
     "FROM debian:12\n"
     "ONBUILD RUN FROM\n"},
};

}  // namespace

extern constinit const DockerfileCheck onbuild_bad_trigger;
constinit const DockerfileCheck onbuild_bad_trigger = {
    .info = {.id = "onbuild-bad-trigger",
             .title = "ONBUILD cannot put this off",
             .severity = model::Severity::kMedium,
             .practice = model::PracticeId::kTrustedImages,
             .why = "FROM, MAINTAINER and another ONBUILD are refused behind ONBUILD: every image that is built on this one fails.",
             .fix = "Put off another instruction.",
             .references = kReferences},
    .check = check,
    .examples = kExamples,
};

}  // namespace batten::checks::dockerfile
