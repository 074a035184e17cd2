// SPDX-License-Identifier: Apache-2.0
#include "base/format.h"
#include "checks/dockerfile_check.h"
#include "checks/dockerfile_walk.h"
#include "checks/secret_words.h"

namespace batten::checks::dockerfile {
namespace {

void check(const manifest::Dockerfile& file, const Settings&, Hits& hits) {
  each_instruction(file, [&](const manifest::Stage& stage, const manifest::Instruction& instruction) {
    bool env = instruction.keyword == "ENV";
    if (!env && instruction.keyword != "LABEL") return;
    for (const manifest::Pair& pair : instruction.pairs) {
      std::string_view form = secret_form(pair.value.value);
      if (!form.empty()) {
        hits.push_back(hit_in(file, stage, pair.name.place, format("{} {} holds {}", instruction.keyword, pair.name.value, form)));
      } else if (env && !pair.value.unknown && is_secret_name(pair.name.value) && is_secret_value(pair.value.value)) {
        hits.push_back(hit_in(file, stage, pair.name.place, format("ENV {} has a value that is in the image for good", pair.name.value)));
      }
    }
  });
}

constexpr std::string_view kReferences[] = {"CIS Docker 1.6: 4.10", "hadolint DL3064", "Dockle CIS-DI-0010"};
constexpr Example kExamples[] = {
    {"FROM debian:12\n"
     "ENV DB_PASSWORD=hunter22 A=b\n",
     "FROM debian:12\n"
     "ENV DB_PASSWORD=\"\" DB_PASSWORD_FILE=/run/secrets/db TOKEN_URL=https://x.example MYSQL_ALLOW_EMPTY_PASSWORD=yes\n"},
    {"FROM debian:12\n"
     "ENV apiKey s0mething\n",
     "FROM python:3\n"
     "ARG TOKEN\n"
     "ENV GPG_KEY=E3FF2839C048B25C084DEBE9B26995E310250568 API_KEY=$TOKEN SECRET_KEY=change-me\n"},
    {"FROM debian:12\n"
     "ENV DATABASE_URL=postgres://app:s3cr3tpw@db/app\n",
     "FROM debian:12\n"
     "ENV DATABASE_URL=postgres://app@db/app A=postgres://u:${P}@db PUBLIC_KEY=abcdef\n"
     "LABEL token=none\n"},
};

}  // namespace

extern constinit const DockerfileCheck secret_in_env;
constinit const DockerfileCheck secret_in_env = {
    .info = {.id = "secret-in-env",
             .title = "ENV or LABEL holds a secret",
             .severity = model::Severity::kHigh,
             .practice = model::PracticeId::kSecretsManagement,
             .why = "It is in the configuration of the image: docker inspect and docker history show it to everybody who can pull it, and "
                    "every process in the container has it.",
             .fix = "Hand it over when the container starts, as a file (docker secret, --mount type=secret), and read it from there.",
             .references = kReferences},
    .check = check,
    .examples = kExamples,
};

}  // namespace batten::checks::dockerfile
