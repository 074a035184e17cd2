// SPDX-License-Identifier: Apache-2.0
#include "checks/dockerfile_check.h"
#include "checks/dockerfile_walk.h"

namespace batten::checks::dockerfile {
namespace {

void check(const manifest::Dockerfile& file, const Settings&, Hits& hits) {
  each_instruction(file, [&](const manifest::Stage& stage, const manifest::Instruction& instruction) {
    const manifest::Flag* flag = instruction.flag("security");
    if (instruction.keyword != "RUN" || flag == nullptr || flag->value != "insecure") return;
    hits.push_back(hit_in(file, stage, flag->place, "the step runs as a privileged container"));
  });
}

Result<std::vector<model::Edit>> fix(const manifest::Dockerfile& file, const Hit& hit, const Surroundings&) {
  std::uint32_t end = hit.place.offset + hit.place.length;
  while (end < file.text.size() && file.text[end] == ' ') ++end;
  return std::vector<model::Edit>{{.offset = hit.place.offset, .length = end - hit.place.offset, .text = ""}};
}

constexpr Example kExamples[] = {
    {"FROM debian:12\n"
     "RUN --security=insecure mount x\n",
     "FROM debian:12\n"
     "RUN --security=sandbox x --security=insecure\n"},
};

}  // namespace

extern constinit const DockerfileCheck run_insecure;
constinit const DockerfileCheck run_insecure = {
    .info = {.id = "run-insecure",
             .title = "A step runs without confinement",
             .severity = model::Severity::kHigh,
             .practice = model::PracticeId::kLimitCapabilities,
             .why = "With --security=insecure the step has all capabilities and devices of the builder: a package script that turns bad "
                    "has the build host.",
             .fix = "Leave it out; do what needs it outside of the build."},
    .check = check,
    .examples = kExamples,
    .fix = fix,
};

}  // namespace batten::checks::dockerfile
