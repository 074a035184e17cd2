// SPDX-License-Identifier: Apache-2.0
#include "checks/dockerfile_check.h"
#include "checks/dockerfile_walk.h"

namespace batten::checks::dockerfile {
namespace {

void check(const manifest::Dockerfile& file, const Settings&, Hits& hits) {
  each_instruction(file, [&](const manifest::Stage& stage, const manifest::Instruction& instruction) {
    if (instruction.keyword == "MAINTAINER") hits.push_back(hit_in(file, stage, instruction.place, "MAINTAINER is deprecated"));
  });
}

Result<std::vector<model::Edit>> fix(const manifest::Dockerfile& file, const Hit& hit, const Surroundings&) {
  std::vector<model::Edit> out;
  const manifest::Instruction* one = instruction_at(file, hit.place);
  if (one == nullptr || one->keyword != "MAINTAINER" || one->words.empty()) return out;
  std::string who = file.text.substr(one->rest.offset, one->rest.length);
  if (who.find_first_of("\"'\\$\n`") != std::string::npos) who = "";
  if (!who.empty()) out.push_back(replaced(hit.place, "LABEL org.opencontainers.image.authors=\"" + who + "\""));
  return out;
}

constexpr std::string_view kReferences[] = {"hadolint DL4000"};
constexpr Example kExamples[] = {
    {"FROM debian:12\n"
     "# us\n"
     "MAINTAINER A B <a@b.example>\n",
     "FROM debian:12\n"
     "LABEL maintainer=\"a@b.example\"\n"},
};

}  // namespace

extern constinit const DockerfileCheck maintainer;
constinit const DockerfileCheck maintainer = {
    .info = {.id = "maintainer",
             .title = "MAINTAINER is out of use",
             .severity = model::Severity::kLow,
             .practice = model::PracticeId::kTrustedImages,
             .why = "It is deprecated and most tools do not read it.",
             .fix = "Write LABEL org.opencontainers.image.authors=\"...\"",
             .references = kReferences},
    .check = check,
    .examples = kExamples,
    .fix = fix,
};

}  // namespace batten::checks::dockerfile
