// SPDX-License-Identifier: Apache-2.0
//
// COPY . takes everything that lies in the build context into the image: .env, .git, keys, unless .dockerignore keeps them out.
#include <algorithm>
#include <string>
#include <vector>

#include "base/format.h"
#include "base/text.h"
#include "checks/project_check.h"

namespace batten::checks::project {
namespace {

// What holds secrets, or the history of them.
constexpr std::string_view kSecretFiles[] = {".env",
                                             ".git",
                                             ".aws",
                                             ".ssh",
                                             ".npmrc",
                                             ".pypirc",
                                             ".netrc",
                                             ".docker",
                                             "id_rsa",
                                             "id_ed25519",
                                             "secrets",
                                             ".env.local",
                                             ".env.production",
                                             "credentials.json",
                                             "service-account.json",
                                             "terraform.tfstate",
                                             ".git-credentials",
                                             ".vault-token",
                                             "kubeconfig",
                                             ".kube"};

// COPY . /x, COPY ./ /x, ADD . x: not from another stage, not a part of the context.
bool copies_everything(const manifest::Instruction& instruction) {
  if ((instruction.keyword != "COPY" && instruction.keyword != "ADD") || instruction.flag("from") != nullptr ||
      instruction.words.size() < 2)
    return false;
  return std::any_of(instruction.words.begin(), instruction.words.end() - 1, [](const manifest::Word& word) {
    return word.value == "." || word.value == "./" || word.value == "/" || word.value == "*" || word.value == "./*";
  });
}

bool copies_anything_whole(const manifest::Dockerfile& file) {
  return std::ranges::any_of(file.stages,
                             [](const manifest::Stage& stage) { return std::ranges::any_of(stage.instructions, copies_everything); });
}

void check(const Project& project, const Settings&, std::vector<ProjectHit>& hits) {
  for (const ProjectDockerfile& dockerfile : project.dockerfiles) {
    if (!copies_anything_whole(*dockerfile.file)) continue;
    std::vector<std::string> taken;
    for (std::string_view name : kSecretFiles) {
      std::string file(name);
      if (project.exists(dockerfile.context, file) && !project.kept_out(dockerfile, file)) taken.push_back(std::move(file));
    }
    if (taken.empty()) continue;
    for (const manifest::Stage& stage : dockerfile.file->stages) {
      for (const manifest::Instruction& instruction : stage.instructions) {
        if (!copies_everything(instruction)) continue;
        hits.push_back({dockerfile.path,
                        {.place = instruction.place,
                         .subject = stage.name.empty() ? "" : "stage " + stage.name,
                         .message = format("takes {} of the build context into the image", base::join(taken, ", ")),
                         .evidence = {},
                         .fix = format("Name {} in .dockerignore, or copy only what is needed", base::join(taken, ", "))}});
      }
    }
  }
}

constexpr std::string_view kReferences[] = {"CIS Docker 1.6: 4.10", "OWASP Docker rule 12"};
constexpr Example kExamples[] = {
    {.bad = "FROM debian:12.8\nCOPY . /app\n--- files .env .git\n", .good = "FROM debian:12.8\nCOPY src /app\n--- files .env .git\n"},
    {.bad = "FROM debian:12.8\nCOPY ./ /app\n--- files secrets\n", .good = "FROM debian:12.8\nCOPY . /app\n--- files main.py\n"},
};

}  // namespace

extern constinit const ProjectCheck context_secrets;
constinit const ProjectCheck context_secrets = {
    .info = {.id = "context-secrets",
             .title = "Secrets of the build context end up in the image",
             .severity = model::Severity::kHigh,
             .practice = model::PracticeId::kSecretsManagement,
             .why = "Everybody who has the image can read what was copied into it, also from a layer in which it was deleted again. .git "
                    "holds every "
                    "secret that was ever committed.",
             .fix = "Name them in .dockerignore, or copy only what is needed.",
             .references = kReferences},
    .check = check,
    .examples = kExamples,
};

}  // namespace batten::checks::project
