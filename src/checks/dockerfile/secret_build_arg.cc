// SPDX-License-Identifier: Apache-2.0
#include "base/format.h"
#include "checks/dockerfile_check.h"
#include "checks/dockerfile_walk.h"
#include "checks/secret_words.h"

namespace batten::checks::dockerfile {
namespace {

void check(const manifest::Dockerfile& file, const Settings&, Hits& hits) {
  each_instruction(file, [&](const manifest::Stage& stage, const manifest::Instruction& instruction) {
    if (instruction.keyword != "ARG") return;
    for (const manifest::Pair& pair : instruction.pairs) {
      if (pair.has_value || !is_secret_name(pair.name.value)) continue;
      hits.push_back(
          hit_in(file, stage, pair.name.place, format("the value of ARG {} stays in the history of the image", pair.name.value)));
    }
  });
}

constexpr std::string_view kReferences[] = {"CIS Docker 1.6: 4.10", "hadolint DL3064"};
constexpr Example kExamples[] = {
    {"FROM node:22\n"
     "ARG NPM_TOKEN\n"
     "RUN npm ci\n",
     "FROM node:22\n"
     "ARG TOKEN_FILE\n"
     "ARG VERSION\n"
     "RUN --mount=type=secret,id=NPM_TOKEN,env=NPM_TOKEN npm ci\n"},
};

}  // namespace

extern constinit const DockerfileCheck secret_build_arg;
constinit const DockerfileCheck secret_build_arg = {
    .info = {.id = "secret-build-arg",
             .title = "A secret is handed over as a build argument",
             .severity = model::Severity::kMedium,
             .practice = model::PracticeId::kSecretsManagement,
             .why = "Build arguments are written into the history of the image and into provenance records: everybody who can pull it "
                    "reads them with docker history.",
             .fix = "Give it to the step that needs it: RUN --mount=type=secret,id=token,env=TOKEN",
             .references = kReferences},
    .check = check,
    .examples = kExamples,
};

}  // namespace batten::checks::dockerfile
