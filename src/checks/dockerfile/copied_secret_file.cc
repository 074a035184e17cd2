// SPDX-License-Identifier: Apache-2.0
//
// By the names of files; what a directory that is copied whole holds is asked of the project, not of the Dockerfile.
#include "base/format.h"
#include "checks/dockerfile_check.h"
#include "checks/dockerfile_walk.h"
#include "checks/image_use.h"
#include "checks/secret_words.h"

namespace batten::checks::dockerfile {
namespace {

void check(const manifest::Dockerfile& file, const Settings&, Hits& hits) {
  each_instruction(file, [&](const manifest::Stage& stage, const manifest::Instruction& instruction) {
    if ((instruction.keyword != "COPY" && instruction.keyword != "ADD") || instruction.words.size() < 2) return;
    if (const manifest::Flag* from = instruction.flag("from"); from != nullptr && !is_stage(file, from->value)) return;
    for (std::size_t i = 0; i + 1 < instruction.words.size(); ++i) {
      const manifest::Word& source = instruction.words[i];
      if (source.value.contains("://") || source.value.starts_with("<<")) continue;
      std::string_view what = secret_file(source.value);
      if (what.empty()) continue;
      hits.push_back(hit_in(file, stage, source.place, format("{} {} puts {} into a layer", instruction.keyword, source.value, what)));
    }
  });
}

constexpr std::string_view kReferences[] = {"CIS Docker 1.6: 4.10", "Dockle CIS-DI-0010"};
constexpr Example kExamples[] = {
    {"FROM debian:12\n"
     "COPY .env /app/\n",
     "FROM debian:12\n"
     "COPY .env.example ca.pem server.crt /app/\n"},
    {"FROM debian:12\n"
     "COPY --chown=1 id_rsa /root/.ssh/id_rsa\n"
     "ADD [\"tls/server.key\", \"/x\"]\n",
     "FROM debian:12\n"
     "COPY id_rsa.pub /root/.ssh/authorized_keys\n"
     "COPY public.key certs/fullchain.pem /x/\n"},
    {"FROM node:22\n"
     "COPY package.json .npmrc ./\n",
     "FROM node:22\n"
     "RUN --mount=type=secret,id=npm,target=/root/.npmrc npm ci\n"
     "COPY package.json .env.sample .gitignore ./\n"
     "ADD https://x.example/repo.key /k\n"},
};

}  // namespace

extern constinit const DockerfileCheck copied_secret_file;
constinit const DockerfileCheck copied_secret_file = {
    .info = {.id = "copied-secret-file",
             .title = "A file with secrets is copied into the image",
             .severity = model::Severity::kHigh,
             .practice = model::PracticeId::kSecretsManagement,
             .why = "Everybody who can pull the image can read the file, also when a later step deletes it: the layer keeps it.",
             .fix =
                 "Keep it out of the build context (.dockerignore) and give it to the step that needs it: RUN --mount=type=secret,id=...",
             .references = kReferences},
    .check = check,
    .examples = kExamples,
};

}  // namespace batten::checks::dockerfile
