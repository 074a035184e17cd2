// SPDX-License-Identifier: Apache-2.0
//
// Files with somebody's keys or tokens are mounted into the container.
#include "base/format.h"
#include "base/text.h"
#include "checks/container_check.h"
#include "checks/container_facts.h"

namespace batten::checks::container {
namespace {

struct Kind {
  std::string_view part;  // of the path, between slashes or at its end
  std::string_view what;
};
constexpr Kind kKinds[] = {
    {"/.ssh", "SSH keys"},
    {"/.aws", "AWS credentials"},
    {"/.azure", "Azure credentials"},
    {"/.config/gcloud", "Google credentials"},
    {"/.kube", "Kubernetes credentials"},
    {"/.docker", "registry logins"},
    {"/.gnupg", "GnuPG keys"},
    {"/.netrc", "passwords of hosts"},
    {"/.git-credentials", "Git passwords"},
    {"/.npmrc", "an npm token"},
    {"/.pypirc", "a PyPI password"},
    {"/.vault-token", "a Vault token"},
    {"/.pgpass", "database passwords"},
    {"/.my.cnf", "a database password"},
    {"/.config/gh", "a GitHub token"},
    {"/.terraform.d", "Terraform credentials"},
    {"/.password-store", "a password store"},
    {"/.mozilla", "a browser's passwords"},
};

void check(const model::Container& container, const Settings&, Hits& hits) {
  for (const model::ContainerMount& mount : container.mounts) {
    if (mount.kind != model::ContainerMount::Kind::kBind) continue;
    for (const Kind& kind : kKinds) {
      std::size_t at = mount.source.find(kind.part);
      if (at == std::string::npos) continue;
      std::size_t end = at + kind.part.size();
      if (end < mount.source.size() && mount.source[end] != '/') continue;
      hits.push_back(hit_at(container, mount.place, format("has {} of the host: {}", base::printable(mount.source), kind.what)));
      break;
    }
  }
}

constexpr std::string_view kReferences[] = {"CIS Docker 1.6: 5.6", "OWASP Docker rule 12"};
constexpr Example kExamples[] = {
    {.bad = "services:\n  app:\n    image: debian:12.8\n    volumes:\n      - ~/.ssh:/root/.ssh:ro\n",
     .good = "services:\n  app:\n    image: debian:12.8\n    volumes:\n      - ./config:/config:ro\n      - "
             "./.sshd_config:/etc/ssh/sshd_config:ro\n"},
};

}  // namespace

extern constinit const ContainerCheck host_credentials;
constinit const ContainerCheck host_credentials = {
    .info = {.id = "host-credentials",
             .title = "Container has credentials of a user of the host",
             .severity = model::Severity::kHigh,
             .practice = model::PracticeId::kSecretsManagement,
             .why = "SSH keys, cloud credentials, registry logins and kubeconfigs open far more than this container needs, never expire by "
                    "themselves, and are there for whoever breaks in.",
             .fix = "Give the container a credential of its own that can do only its job, as a secret file.",
             .references = kReferences},
    .check = check,
    .examples = kExamples,
};

}  // namespace batten::checks::container
