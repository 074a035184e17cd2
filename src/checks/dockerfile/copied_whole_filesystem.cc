// SPDX-License-Identifier: Apache-2.0
#include <algorithm>

#include "base/format.h"
#include "base/text.h"
#include "checks/dockerfile_check.h"
#include "checks/dockerfile_walk.h"

namespace batten::checks::dockerfile {
namespace {

// A stage that runs steps on an image of its own: others only hold what is meant to be copied.
bool builds(const manifest::Dockerfile& file, std::string_view name) {
  std::string wanted = base::lower(name);
  for (const manifest::Stage& stage : file.stages) {
    if (stage.name != wanted) continue;
    const manifest::Stage* base = manifest::base_stage(file, stage);
    bool runs = std::ranges::any_of(stage.instructions, [](const manifest::Instruction& one) { return one.keyword == "RUN"; });
    return runs && base->base_known && base::lower(base->base) != "scratch";
  }
  return false;
}

void check(const manifest::Dockerfile& file, const Settings&, Hits& hits) {
  each_instruction(file, [&](const manifest::Stage& stage, const manifest::Instruction& instruction) {
    const manifest::Flag* from = instruction.flag("from");
    if (instruction.keyword != "COPY" || from == nullptr || !builds(file, from->value)) return;
    // Onto an empty image it makes one layer of many, which is a reason.
    if (base::lower(manifest::base_stage(file, stage)->base) == "scratch") return;
    for (std::size_t i = 0; i + 1 < instruction.words.size(); ++i) {
      const std::string& source = instruction.words[i].value;
      if (source == "/" || source == "/*" || source == "/.")
        hits.push_back(hit_in(file, stage, instruction.words[i].place, format("all of {} is copied", from->value)));
    }
  });
}

constexpr std::string_view kReferences[] = {"hadolint DL3067"};
constexpr Example kExamples[] = {
    {"FROM debian:12 AS a\nRUN make\nFROM debian:12\nCOPY --from=a / /\n",
     "FROM debian:12 AS a\nRUN make\nFROM scratch\nCOPY --from=a / /\n"},
    {"FROM debian:12 AS a\nRUN make\nFROM debian:12\nCOPY --from=a [\"/*\", \"/x/\"]\n",
     "FROM debian:12 AS a\nRUN make\nFROM scratch AS b\nCOPY --from=a /app /\nFROM tonistiigi/xx:1 AS xx\nFROM debian:12\nCOPY --from=b / "
     "/\n"
     "COPY --from=xx / /\nCOPY --from=a /app /\nCOPY / /\n"},
};

}  // namespace

extern constinit const DockerfileCheck copied_whole_filesystem;
constinit const DockerfileCheck copied_whole_filesystem = {
    .info = {.id = "copied-whole-filesystem",
             .title = "A whole file system is copied from a stage",
             .severity = model::Severity::kLow,
             .practice = model::PracticeId::kTrustedImages,
             .why =
                 "With it come the tools, caches and secrets of the stage that builds: all that a second stage is there to leave behind.",
             .fix = "Copy the files that are needed.",
             .references = kReferences},
    .check = check,
    .examples = kExamples,
};

}  // namespace batten::checks::dockerfile
