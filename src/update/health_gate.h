// SPDX-License-Identifier: Apache-2.0
//
// Whether a container does its work. It has to become healthy within a time, and then to stay so for another: by the health check of its
// image where it has one, else by running without a restart; and by what the settings ask for beside that (HTTP, TCP, a command in it, few
// lines with an error in its log).
#pragma once

#include <functional>
#include <string>
#include <string_view>

#include "base/result.h"
#include "engine/client.h"
#include "update/settings.h"
#include "update/subject.h"

namespace batten::update {

struct Verdict {
  bool healthy = false;
  std::string why;     // what it was judged by, or what is wrong: "exited with status 1: last line of its log"
  bool judged = true;  // false: somebody ended it before it was known
};

// One look. kNone: it runs, and there is no check.
struct ContainerState {
  Health health = Health::kStopped;
  int exit_status = 0;
  std::int64_t restarts = 0;
  std::string started_at;    // as the engine writes it
  std::string address;       // the first of its addresses; 127.0.0.1 in the host's network; empty: none
  std::string check_output;  // the last of its health check
  std::string error;         // of the engine: why it could not be started
};
Result<ContainerState> read_state(std::string_view inspect);

// stopped: a person wants it to end. An error: the engine does not answer; a container that is gone is a verdict.
Result<Verdict> wait_healthy(engine::Client& client, const std::string& id, const HealthSettings& settings,
                             const std::function<bool()>& stopped);

// For the journal.
std::string health_to_json(const HealthSettings& settings);
HealthSettings health_from_json(std::string_view text);

// Lines that speak of an error, as most logs write it: the words error, fatal, panic, critical in any case, or "level":"error".
unsigned error_lines(std::string_view log);

}  // namespace batten::update
