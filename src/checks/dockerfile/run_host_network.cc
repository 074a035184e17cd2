// SPDX-License-Identifier: Apache-2.0
#include "checks/dockerfile_check.h"
#include "checks/dockerfile_walk.h"

namespace batten::checks::dockerfile {
namespace {

void check(const manifest::Dockerfile& file, const Settings&, Hits& hits) {
  each_instruction(file, [&](const manifest::Stage& stage, const manifest::Instruction& instruction) {
    const manifest::Flag* flag = instruction.flag("network");
    if (instruction.keyword != "RUN" || flag == nullptr || flag->value != "host") return;
    hits.push_back(hit_in(file, stage, flag->place, "the step is in the network of the build host"));
  });
}

Result<std::vector<model::Edit>> fix(const manifest::Dockerfile& file, const Hit& hit, const Surroundings&) {
  std::uint32_t end = hit.place.offset + hit.place.length;
  while (end < file.text.size() && file.text[end] == ' ') ++end;
  return std::vector<model::Edit>{{.offset = hit.place.offset, .length = end - hit.place.offset, .text = ""}};
}

constexpr Example kExamples[] = {
    {"FROM debian:12\n"
     "RUN --network=host --mount=type=cache,target=/x curl a\n",
     "FROM debian:12\n"
     "RUN --network=none docker run --network=host x\n"},
};

}  // namespace

extern constinit const DockerfileCheck run_host_network;
constinit const DockerfileCheck run_host_network = {
    .info =
        {.id = "run-host-network",
         .title = "A step uses the network of the host",
         .severity = model::Severity::kMedium,
         .practice = model::PracticeId::kLimitCapabilities,
         .why =
             "The step reaches everything that listens on the build host alone: databases, the engine, the metadata service of the cloud.",
         .fix = "Leave --network=host out; most steps need the default or none."},
    .check = check,
    .examples = kExamples,
    .fix = fix,
};

}  // namespace batten::checks::dockerfile
