// SPDX-License-Identifier: Apache-2.0
//
// The container talks to, or is, a container engine without TLS.
#include "base/format.h"
#include "base/text.h"
#include "checks/container_check.h"
#include "checks/container_facts.h"

namespace batten::checks::container {
namespace {

bool is_plain_tcp(std::string_view word) {
  return word.contains("tcp://") && !word.contains(":2376") && !word.contains("127.0.0.1") && !word.contains("localhost");
}

void check(const model::Container& container, const Settings&, Hits& hits) {
  bool tls = false;
  for (const model::ContainerVariable& variable : container.environment)
    tls = tls || (variable.name == "DOCKER_TLS_VERIFY" && variable.value && !variable.value->empty() && *variable.value != "0");
  for (const model::ContainerVariable& variable : container.environment) {
    if (variable.name == "DOCKER_HOST" && variable.value && is_plain_tcp(*variable.value) && !tls)
      hits.push_back(hit_at(container, variable.place, format("commands the engine at {} without TLS", base::printable(*variable.value))));
    if (variable.name == "DOCKER_TLS_CERTDIR" && variable.value && variable.value->empty())
      hits.push_back(hit_at(container, variable.place, "switches the engine's TLS off: DOCKER_TLS_CERTDIR is empty"));
  }
  bool daemon = false, verified = false;
  const model::Placed<std::string>* host = nullptr;
  for (const auto* words : {&container.entrypoint, &container.command}) {
    for (const model::Placed<std::string>& word : *words) {
      daemon = daemon || word.value == "dockerd" || word.value.ends_with("/dockerd");
      verified = verified || word.value.starts_with("--tlsverify");
      if (is_plain_tcp(word.value)) host = &word;
    }
  }
  if (daemon && host != nullptr && !verified)
    hits.push_back(hit_at(container, host->place, "opens a container engine on the network without TLS"));
}

constexpr std::string_view kReferences[] = {"CIS Docker 1.6: 2.7", "OWASP Docker rule 1"};
constexpr Example kExamples[] = {
    {.bad = "services:\n  app:\n    image: debian:12.8\n    environment:\n      DOCKER_HOST: tcp://docker:2375\n",
     .good = "services:\n  app:\n    image: debian:12.8\n    environment:\n      DOCKER_HOST: tcp://docker:2376\n      DOCKER_TLS_VERIFY: "
             "\"1\"\n"},
    {.bad = "services:\n  app:\n    image: docker:27-dind\n    command: [\"dockerd\", \"-H\", \"tcp://0.0.0.0:2375\"]\n",
     .good = "services:\n  app:\n    image: docker:27-dind\n    command: [\"dockerd\", \"-H\", \"unix:///run/docker.sock\"]\n"},
};

}  // namespace

extern constinit const ContainerCheck engine_over_tcp;
constinit const ContainerCheck engine_over_tcp = {
    .info = {.id = "engine-over-tcp",
             .title = "Container engine without TLS",
             .severity = model::Severity::kHigh,
             .practice = model::PracticeId::kLimitCapabilities,
             .why = "Who reaches the port of an engine without TLS commands it: root on that machine, without a password.",
             .fix = "Use TLS with client certificates (port 2376) or an SSH connection, or a filtering proxy.",
             .references = kReferences},
    .check = check,
    .examples = kExamples,
};

}  // namespace batten::checks::container
