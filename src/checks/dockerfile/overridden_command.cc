// SPDX-License-Identifier: Apache-2.0
#include "base/format.h"
#include "checks/dockerfile_check.h"
#include "checks/dockerfile_walk.h"

namespace batten::checks::dockerfile {
namespace {

void check(const manifest::Dockerfile& file, const Settings&, Hits& hits) {
  for (const manifest::Stage& stage : file.stages) {
    for (std::string_view keyword : {"CMD", "ENTRYPOINT", "HEALTHCHECK"}) {
      const manifest::Instruction* before = nullptr;
      for (const manifest::Instruction& one : stage.instructions) {
        if (one.keyword != keyword) continue;
        if (before != nullptr) {
          hits.push_back(hit_in(file, stage, before->keyword_place, format("{} of line {} takes its place", keyword, one.line)));
        }
        before = &one;
      }
    }
  }
}

Result<std::vector<model::Edit>> fix(const manifest::Dockerfile& file, const Hit& hit, const Surroundings&) {
  std::vector<model::Edit> out;
  if (const manifest::Instruction* one = instruction_at(file, hit.place)) out.push_back(without_lines(file, *one));
  return out;
}

constexpr std::string_view kReferences[] = {"hadolint DL3012", "hadolint DL4003", "hadolint DL4004"};
constexpr Example kExamples[] = {
    {"FROM debian:12\n"
     "CMD [\"a\"]\n"
     "USER 1\n"
     "CMD [\"b\"]\n",
     "FROM debian:12 AS x\n"
     "CMD [\"a\"]\n"
     "FROM x\n"
     "CMD [\"b\"]\n"},
    {"FROM debian:12\n"
     "HEALTHCHECK CMD a\n"
     "ENTRYPOINT [\"x\"]\n"
     "ENTRYPOINT [\"y\"]\n"
     "HEALTHCHECK \\\n"
     "  CMD b\n",
     "FROM debian:12\n"
     "ENTRYPOINT [\"a\"]\n"
     "CMD [\"b\"]\n"
     "HEALTHCHECK CMD c\n"},
};

}  // namespace

extern constinit const DockerfileCheck overridden_command;
constinit const DockerfileCheck overridden_command = {
    .info = {.id = "overridden-command",
             .title = "An earlier CMD, ENTRYPOINT or HEALTHCHECK has no effect",
             .severity = model::Severity::kMedium,
             .practice = model::PracticeId::kLimitCapabilities,
             .why = "Of several in a stage only the last counts: what stands above, perhaps the safer one, is never run.",
             .fix = "Leave the one that is meant.",
             .references = kReferences},
    .check = check,
    .examples = kExamples,
    .fix = fix,
};

}  // namespace batten::checks::dockerfile
