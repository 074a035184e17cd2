// SPDX-License-Identifier: Apache-2.0
#include "base/format.h"
#include "base/text.h"
#include "checks/dockerfile_check.h"
#include "checks/dockerfile_walk.h"

namespace batten::checks::dockerfile {
namespace {

bool is_absolute(std::string_view path) {
  return path.starts_with('/') || path.starts_with('\\') || path.starts_with('$') || (path.size() > 1 && path[1] == ':');
}

void check(const manifest::Dockerfile& file, const Settings&, Hits& hits) {
  std::vector<bool> set(file.stages.size());
  for (std::size_t i = 0; i < file.stages.size(); ++i) {
    const manifest::Stage& stage = file.stages[i];
    bool known = stage.built_on >= 0 && set[static_cast<std::size_t>(stage.built_on)];
    for (const manifest::Instruction& one : stage.instructions) {
      if (one.keyword != "WORKDIR" || one.words.empty()) continue;
      if (!known && !is_absolute(one.words[0].value)) {
        hits.push_back(hit_in(file, stage, one.words[0].place, format("WORKDIR {} follows no absolute one", one.words[0].value)));
      }
      known = known || is_absolute(one.words[0].value);
    }
    set[i] = known;
  }
}

// Of an empty image the directory is /; of others it is not known.
Result<std::vector<model::Edit>> fix(const manifest::Dockerfile& file, const Hit& hit, const Surroundings&) {
  std::vector<model::Edit> out;
  const manifest::Stage* stage = nullptr;
  const manifest::Instruction* one = instruction_at(file, hit.place, &stage);
  if (one == nullptr || one->words[0].quoted || base::lower(manifest::base_stage(file, *stage)->base) != "scratch") return out;
  out.push_back({.offset = hit.place.offset, .length = 0, .text = "/"});
  return out;
}

constexpr std::string_view kReferences[] = {"hadolint DL3000"};
constexpr Example kExamples[] = {
    {"FROM scratch\n"
     "WORKDIR app\n",
     "FROM scratch\n"
     "WORKDIR /app\n"
     "WORKDIR sub\n"},
    {"FROM debian:12\n"
     "WORKDIR app\n",
     "FROM debian:12 AS a\n"
     "WORKDIR \"/app\"\n"
     "FROM a\n"
     "WORKDIR x\n"
     "WORKDIR $HOME\n"},
};

}  // namespace

extern constinit const DockerfileCheck relative_workdir;
constinit const DockerfileCheck relative_workdir = {
    .info = {.id = "relative-workdir",
             .title = "WORKDIR is relative to a directory that nobody has set",
             .severity = model::Severity::kLow,
             .practice = model::PracticeId::kLimitCapabilities,
             .why = "Where it leads depends on the base image: with another version of that the files are elsewhere.",
             .fix = "Write an absolute path.",
             .references = kReferences},
    .check = check,
    .examples = kExamples,
    .fix = fix,
};

}  // namespace batten::checks::dockerfile
