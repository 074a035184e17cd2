// SPDX-License-Identifier: Apache-2.0
#include "base/format.h"
#include "checks/dockerfile_check.h"
#include "checks/dockerfile_walk.h"

namespace batten::checks::dockerfile {
namespace {

void check(const manifest::Dockerfile& file, const Settings&, Hits& hits) {
  std::vector<bool> set(file.stages.size());
  for (std::size_t i = 0; i < file.stages.size(); ++i) {
    const manifest::Stage& stage = file.stages[i];
    bool known = stage.built_on >= 0 && set[static_cast<std::size_t>(stage.built_on)];
    for (const manifest::Instruction& one : stage.instructions) {
      known = known || one.keyword == "WORKDIR";
      if ((one.keyword != "COPY" && one.keyword != "ADD") || known || one.words.size() < 2) continue;
      const manifest::Word& to = one.words.back();
      bool absolute = to.value.starts_with('/') || to.value.starts_with('$') || to.value.contains(':') || to.value.starts_with('\\');
      if (!absolute) hits.push_back(hit_in(file, stage, to.place, format("{} to {} without a WORKDIR", one.keyword, to.value)));
    }
    set[i] = known;
  }
}

constexpr std::string_view kReferences[] = {"hadolint DL3045"};
constexpr Example kExamples[] = {
    {"FROM debian:12\n"
     "COPY a ./\n",
     "FROM debian:12\n"
     "WORKDIR /app\n"
     "COPY a ./\n"},
    {"FROM debian:12\n"
     "ADD a.tar b\n",
     "FROM debian:12 AS x\n"
     "WORKDIR /a\n"
     "FROM x\n"
     "COPY a .\n"
     "COPY b /c\n"},
};

}  // namespace

extern constinit const DockerfileCheck copy_without_workdir;
constinit const DockerfileCheck copy_without_workdir = {
    .info = {.id = "copy-without-workdir",
             .title = "COPY goes to a directory that nobody has set",
             .severity = model::Severity::kLow,
             .practice = model::PracticeId::kTrustedImages,
             .why =
                 "A relative destination lies in the working directory of the base image, mostly /: files land among those of the system.",
             .fix = "Write WORKDIR before it, or an absolute destination.",
             .references = kReferences,
             .strict = true},
    .check = check,
    .examples = kExamples,
};

}  // namespace batten::checks::dockerfile
