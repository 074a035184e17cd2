// SPDX-License-Identifier: Apache-2.0
//
// Acts on processes and containers whose events made a rule fire. A process is killed by a descriptor of its own after its start time was
// compared, so never another one that got its number. Each action, and each that was refused, is a line of a journal: JSON with time, rule,
// action, process, container and outcome.
#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <vector>

#include "base/result.h"
#include "monitor/response_rule.h"

namespace batten::monitor {

struct ResponseDone {
  ResponseAction action = ResponseAction::kKill;
  bool done = false;  // false: dry run, refused, or failed
  std::string what;   // "killed process 4711 (sh)", "would pause container web", "process 1: it is ..."
};

class Responder {
 public:
  struct Options {
    std::vector<ResponseRule> rules;
    std::string journal;  // file that lines are appended to; empty: none
    std::string proc = "/proc";
  };
  struct Counts {
    std::uint64_t done = 0, dry = 0, refused = 0, failed = 0;
  };

  explicit Responder(Options options) : options_(std::move(options)) {}

  // container: null for the host's. All rules that apply, in their order.
  std::vector<ResponseDone> respond(const model::Alert& alert, const model::Process& process, const model::RunningContainer* container);
  const Counts& counts() const { return counts_; }

  // not_found: it is gone, or its number is another's now.
  Result<void> kill(model::ProcessKey key) const;
  // All its processes; how many. cgroup of the container by one of its processes.
  Result<std::uint32_t> kill_container(std::uint32_t pid, const std::string& id) const;
  Result<void> set_paused(std::uint32_t pid, const std::string& id, bool paused) const;

 private:
  Result<std::string> act(ResponseAction action, const model::Process& process, const model::RunningContainer* container) const;
  Result<std::string> cgroup_directory(std::uint32_t pid, const std::string& id, const std::string& controller) const;
  void write_journal(const model::Alert& alert, const model::Process& process, const ResponseDone& done);

  Options options_;
  Counts counts_;
};

}  // namespace batten::monitor
