// SPDX-License-Identifier: Apache-2.0
//
// Acts on processes and containers whose events made a rule fire. A process is killed by a descriptor of its own after its start time was
// compared, so never another one that got its number. Whether the same was done before, and for which rule it is done, is for others to
// know. Thread-safe: it has no state but its options.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "base/result.h"
#include "monitor/response_rule.h"

namespace batten::monitor {

// Whom an alert is about; a plain value, so that it can wait.
struct ResponseTarget {
  model::ProcessKey process;
  std::string comm;
  std::optional<model::RunningContainer> container;  // none: the host's
};

struct ResponseDone {
  std::string what;                             // "killed process 4711 (sh)", "paused container web"
  std::function<Result<std::string>()> undo{};  // null: there is no way back; says what it did
};

class Responder {
 public:
  struct Options {
    std::vector<std::string> engines = {};  // as engine::Client::connect takes them; those at the usual places are asked after them
    std::string proc = "/proc";
    int engine_timeout_ms = 10'000;
  };

  explicit Responder(Options options);

  // Why nothing may be done; empty: it may. Must be asked before act().
  std::string refuses(const ResponseRule& rule, const model::Process& process, const model::RunningContainer* container) const;
  // Kill takes microseconds; what is done to a container may take seconds, of stop 10 and more.
  Result<ResponseDone> act(ResponseAction action, const ResponseTarget& target) const;

 private:
  Result<void> kill(model::ProcessKey key) const;
  // A process of the container, best the one that the alert is about.
  std::uint32_t process_in(const ResponseTarget& target) const;
  Result<ResponseDone> kill_container(const ResponseTarget& target) const;
  Result<ResponseDone> stop(const ResponseTarget& target) const;
  Result<ResponseDone> pause(const ResponseTarget& target) const;
  Result<ResponseDone> deny_network(const ResponseTarget& target) const;
  bool has_engine(const model::RunningContainer& container) const;
  bool is_own(std::uint32_t pid) const;

  Options options_;
  std::vector<std::uint32_t> own_;  // we and those that have started us
};

}  // namespace batten::monitor
