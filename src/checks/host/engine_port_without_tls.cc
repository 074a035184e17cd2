// SPDX-License-Identifier: Apache-2.0
#include "base/format.h"
#include "checks/host_answer.h"
#include "checks/host_check.h"

namespace batten::checks::host {
namespace {

void check(const model::Host& host, const Settings&, Hits& hits) {
  if (is_podman(host, hits)) return;

  bool any_bad = false, any_port = false;
  for (const model::EngineListener& listener : host.engine.listeners) {
    if (!listener.address.starts_with("tcp://") && !listener.address.starts_with("http")) continue;
    any_port = true;
    if (listener.tls && listener.asks_clients) continue;
    any_bad = true;
    failed(hits, format("{} {}", listener.address, listener.tls ? "does not ask clients for a certificate" : "is open without TLS"),
           listener.where);
  }
  if (any_bad) return;
  if (any_port) return passed(hits, "its ports ask clients for a certificate");
  if (!host.engine.settings_complete) return could_not_look(hits, host.engine.settings_why);
  passed(hits, "the engine listens on no port");
}

constexpr std::string_view kReferences[] = {"CIS Docker 1.6: 2.7", "OWASP Docker D1"};
constexpr HostExample kExamples[] = {
    {"listen tcp://0.0.0.0:2375", model::Outcome::kFail},
    {"listen tcp://0.0.0.0:2376 tls", model::Outcome::kFail},
    {"listen tcp://0.0.0.0:2376 tls verify", model::Outcome::kPass},
    {"listen unix:///var/run/docker.sock; listen fd://", model::Outcome::kPass},
    {"listen tcp://127.0.0.1:2375", model::Outcome::kFail},
    {"settings-unread", model::Outcome::kUnknown},
    {"settings-unread; listen tcp://0.0.0.0:2375", model::Outcome::kFail},
    {"no-answer down; listen tcp://0.0.0.0:2375", model::Outcome::kFail},
    {"podman", model::Outcome::kNotApplicable},
};

}  // namespace

extern constinit const HostCheck engine_port_without_tls;
constinit const HostCheck engine_port_without_tls = {
    .info =
        {.id = "engine-port-without-tls",
         .title = "The engine listens on a port without asking who is there",
         .severity = model::Severity::kCritical,
         .practice = model::PracticeId::kLimitCapabilities,
         .why =
             "Whoever reaches the port is root on this host: he starts a privileged container. Such ports are found and used within hours.",
         .fix =
             "Remove the tcp:// address from \"hosts\" (ssh:// serves clients on other machines), or set tlsverify with a CA of your own.",
         .references = kReferences},
    .check = check,
    .examples = kExamples,
};

}  // namespace batten::checks::host
