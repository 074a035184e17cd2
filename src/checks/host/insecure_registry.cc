// SPDX-License-Identifier: Apache-2.0
#include <string>

#include "base/format.h"
#include "checks/host_answer.h"
#include "checks/host_check.h"

namespace batten::checks::host {
namespace {

void check(const model::Host& host, const Settings&, Hits& hits) {
  if (!host.engine.answered) return could_not_look(hits, host.engine.why);
  if (host.engine.insecure_registries.empty()) return passed(hits, "every registry but those of this machine has to use TLS");
  std::string names;
  for (const std::string& name : host.engine.insecure_registries) {
    if (names.size() < 300) names += (names.empty() ? "" : ", ") + name;
  }
  failed(hits, format("may be asked without TLS: {}", names));
}

constexpr std::string_view kReferences[] = {"CIS Docker 1.6: 2.5"};
constexpr HostExample kExamples[] = {
    {"insecure reg.example:5000", model::Outcome::kFail},
    {"insecure 10.0.0.0/8", model::Outcome::kFail},
    {"docker", model::Outcome::kPass},
    {"podman; insecure reg.example", model::Outcome::kFail},
    {"podman", model::Outcome::kPass},
    {"no-answer down", model::Outcome::kUnknown},
};

}  // namespace

extern constinit const HostCheck insecure_registry;
constinit const HostCheck insecure_registry = {
    .info = {.id = "insecure-registry",
             .title = "Images come from a registry without TLS",
             .severity = model::Severity::kHigh,
             .practice = model::PracticeId::kTrustedImages,
             .why = "Anyone on the way can give the engine another image, and see the password for the registry.",
             .fix = "Give the registry a certificate, put its CA into /etc/docker/certs.d/HOST/ca.crt (Podman: /etc/containers/certs.d), "
                    "and remove it from the insecure ones.",
             .references = kReferences},
    .check = check,
    .examples = kExamples,
};

}  // namespace batten::checks::host
