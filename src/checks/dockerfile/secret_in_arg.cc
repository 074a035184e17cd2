// SPDX-License-Identifier: Apache-2.0
#include "base/format.h"
#include "checks/dockerfile_check.h"
#include "checks/dockerfile_walk.h"
#include "checks/secret_words.h"

namespace batten::checks::dockerfile {
namespace {

void judge(const manifest::Instruction& instruction, const std::function<void(const manifest::Pair&, std::string)>& found) {
  if (instruction.keyword != "ARG") return;
  for (const manifest::Pair& pair : instruction.pairs) {
    std::string_view form = secret_form(pair.value.value);
    if (!form.empty()) {
      found(pair, format("ARG {} holds {}", pair.name.value, form));
    } else if (!pair.value.unknown && is_secret_name(pair.name.value) && is_secret_value(pair.value.value)) {
      found(pair, format("ARG {} has a default", pair.name.value));
    }
  }
}

void check(const manifest::Dockerfile& file, const Settings&, Hits& hits) {
  for (const manifest::Instruction& one : file.before) {
    judge(one, [&](const manifest::Pair& pair, std::string message) {
      hits.push_back({.place = pair.name.place, .subject = {}, .message = std::move(message)});
    });
  }
  each_instruction(file, [&](const manifest::Stage& stage, const manifest::Instruction& one) {
    judge(one, [&](const manifest::Pair& pair, std::string message) {
      hits.push_back(hit_in(file, stage, pair.name.place, std::move(message)));
    });
  });
}

constexpr std::string_view kReferences[] = {"CIS Docker 1.6: 4.10", "hadolint DL3064"};
constexpr Example kExamples[] = {
    {"ARG NPM_TOKEN=abc123def\n"
     "FROM node:22\n",
     "ARG VERSION=1.2.3\n"
     "FROM node:22\n"
     "ARG NPM_TOKEN\n"
     "ARG TOKEN=\"\"\n"},
    {"FROM node:22\n"
     "ARG DB_PASSWORD=\"s3cr3t\"\n",
     "FROM node:22\n"
     "ARG SECRET_KEY=dummy\n"},
};

}  // namespace

extern constinit const DockerfileCheck secret_in_arg;
constinit const DockerfileCheck secret_in_arg = {
    .info = {.id = "secret-in-arg",
             .title = "A build argument has a secret as its default",
             .severity = model::Severity::kHigh,
             .practice = model::PracticeId::kSecretsManagement,
             .why =
                 "The default is in the file, and the value of every build argument is in the history of the image that RUN steps write.",
             .fix = "Give it to the step that needs it: RUN --mount=type=secret,id=token,env=TOKEN",
             .references = kReferences},
    .check = check,
    .examples = kExamples,
};

}  // namespace batten::checks::dockerfile
