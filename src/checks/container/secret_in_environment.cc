// SPDX-License-Identifier: Apache-2.0
//
// A password, key or token is written into the container's environment.
#include "base/format.h"
#include "base/text.h"
#include "checks/container_check.h"
#include "checks/container_facts.h"
#include "checks/secret_words.h"

namespace batten::checks::container {
namespace {

void check(const model::Container& container, const Settings&, Hits& hits) {
  for (const model::ContainerVariable& variable : container.environment) {
    if (!variable.value || variable.from_outside) continue;
    if (!is_secret_setting(variable.name, *variable.value)) continue;
    hits.push_back(hit_at(container, variable.place,
                          format("{} holds a secret in plain text{}", base::printable(variable.name),
                                 variable.from_file.empty() ? "" : " (from " + base::printable(variable.from_file) + ")")));
  }
}

std::vector<model::ContainerChange> fix(const model::Container& container, const Hit& hit) {
  for (const model::ContainerVariable& variable : container.environment) {
    if (variable.place == hit.place)
      return {{.kind = model::ContainerChange::Kind::kSecretFromFile, .value = variable.name, .place = hit.place}};
  }
  return {};
}

constexpr std::string_view kReferences[] = {"CIS Docker 1.6: 4.10", "OWASP Docker rule 12"};
constexpr Example kExamples[] = {
    {.bad = "services:\n  app:\n    image: debian:12.8\n    environment:\n      DB_PASSWORD: hunter2-is-mine\n",
     .good = "services:\n  app:\n    image: debian:12.8\n    environment:\n      DB_PASSWORD_FILE: /run/secrets/db\n      DB_USER: app\n"},
    {.bad = "services:\n  app:\n    image: debian:12.8\n    environment:\n      - DATABASE_URL=postgres://app:s3cr3tpw@db/app\n",
     .good = "services:\n  app:\n    image: debian:12.8\n    environment:\n      - DATABASE_URL=postgres://app@db/app\n      - "
             "API_TOKEN=${API_TOKEN}\n"},
};

}  // namespace

extern constinit const ContainerCheck secret_in_environment;
constinit const ContainerCheck secret_in_environment = {
    .info = {.id = "secret-in-environment",
             .title = "Secret is in the environment",
             .severity = model::Severity::kHigh,
             .practice = model::PracticeId::kSecretsManagement,
             .why = "Variables of the environment are shown by inspect to all who may use the engine, are inherited by every child "
                    "process, and end up in crash reports and logs. Written into the file, the secret is in version control as well.",
             .fix = "Give it as a file: secrets: with a file or an external store, and let the program read NAME_FILE.",
             .references = kReferences},
    .forms = kAllForms | kImage,
    .check = check,
    .examples = kExamples,
    .fix = fix,
    .words = {.run_line = "Give it as a file: -v FILE:/run/secrets/NAME:ro (podman run --secret), and let the program read NAME_FILE.",
              .quadlet = "Give it as a file: podman secret create NAME FILE and Secret=NAME, and let the program read NAME_FILE.",
              .kubernetes = "Put it into a Secret and mount that as a volume; in the environment by valueFrom.secretKeyRef at least.",
              .image = "Take it out of ENV in the Dockerfile, and give it to the container as a file when it is started."},
};

}  // namespace batten::checks::container
