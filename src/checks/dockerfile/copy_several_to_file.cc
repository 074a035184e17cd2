// SPDX-License-Identifier: Apache-2.0
#include "base/format.h"
#include "checks/dockerfile_check.h"
#include "checks/dockerfile_walk.h"

namespace batten::checks::dockerfile {
namespace {

void check(const manifest::Dockerfile& file, const Settings&, Hits& hits) {
  each_instruction(file, [&](const manifest::Stage& stage, const manifest::Instruction& one) {
    if ((one.keyword != "COPY" && one.keyword != "ADD") || one.words.size() < 3) return;
    const manifest::Word& to = one.words.back();
    bool directory = to.value.ends_with('/') || to.value.ends_with('\\') || to.value == "." || to.value == ".." || to.value.ends_with("/.");
    if (!directory && !to.unknown) hits.push_back(hit_in(file, stage, to.place, format("{} has to be a directory", to.value)));
  });
}

Result<std::vector<model::Edit>> fix(const manifest::Dockerfile& file, const Hit& hit, const Surroundings&) {
  std::uint32_t end = hit.place.offset + hit.place.length;
  if (file.text[end - 1] == '"' || file.text[end - 1] == '\'') --end;
  return std::vector<model::Edit>{{.offset = end, .length = 0, .text = "/"}};
}

constexpr std::string_view kReferences[] = {"hadolint DL3021"};
constexpr Example kExamples[] = {
    {"FROM debian:12\n"
     "COPY a b /c\n",
     "FROM debian:12\n"
     "COPY a b /c/\n"
     "COPY a /b\n"
     "COPY a b .\n"
     "ARG D\n"
     "COPY a b $D\n"},
};

}  // namespace

extern constinit const DockerfileCheck copy_several_to_file;
constinit const DockerfileCheck copy_several_to_file = {
    .info = {.id = "copy-several-to-file",
             .title = "Several files are copied to one name",
             .severity = model::Severity::kLow,
             .practice = model::PracticeId::kTrustedImages,
             .why = "With more than one source the destination has to be a directory: the build stops.",
             .fix = "End the destination with a slash.",
             .references = kReferences},
    .check = check,
    .examples = kExamples,
    .fix = fix,
};

}  // namespace batten::checks::dockerfile
