// SPDX-License-Identifier: Apache-2.0
//
// The one hit with which a check of hosts answers.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "checks/settings.h"
#include "model/host.h"

namespace batten::checks {

void passed(Hits& hits, std::string message, std::string evidence = {});
void failed(Hits& hits, std::string message, std::string evidence = {}, std::string fix = {});
void not_applicable(Hits& hits, std::string why);
void could_not_look(Hits& hits, std::string why);

// "/etc/docker root:root 0755"
std::string evidence_of(const model::HostFile& file);

// Both end a check of Docker's engine with an answer, and are true then: where there is Podman instead (what the engine was told can be
// read without its API), and also where the engine did not answer.
bool is_podman(const model::Host& host, Hits& hits);
bool is_no_docker(const model::Host& host, Hits& hits);

// What the engine was told for an option, and by whom.
struct Told {
  bool said = false;
  std::string value;     // the last one, of several
  std::string evidence;  // "icc = false (/etc/docker/daemon.json)", or "icc is not set (its default is true)"
  std::vector<std::string> values;
};
// fallback: what the engine does by itself. When its configuration could not be read and it says nothing over its API: an answer, and no
// value.
std::optional<Told> told(const model::Host& host, const char* option, const char* fallback, Hits& hits);

}  // namespace batten::checks
