// SPDX-License-Identifier: Apache-2.0
#include "alert/dispatcher.h"

#include <csignal>
#include <map>

#include "base/format.h"
#include "base/hash.h"

namespace batten::alert {
namespace {

// The same output finds its queue again after a restart, also with other options. The target may hold a password: its hash does not.
std::string queue_directory(const std::string& state, const OutputConfig& config) {
  return format("{}/{}-{}", state, config.kind, base::sha256_hex(config.kind + "=" + config.target).substr(0, 16));
}

}  // namespace

Result<std::unique_ptr<Dispatcher>> Dispatcher::start(const std::vector<OutputConfig>& outputs, const DispatchOptions& options) {
  std::signal(SIGPIPE, SIG_IGN);
  std::unique_ptr<Dispatcher> out(new Dispatcher(options));
  std::map<std::string, int> seen;
  for (const OutputConfig& config : outputs) {
    int number = ++seen[config.kind];
    LaneOptions lane = options.lane;
    lane.queue_directory = options.state_directory.empty() ? "" : queue_directory(options.state_directory, config);
    std::string name = number == 1 ? config.kind : format("{}#{}", config.kind, number);
    out->lanes_.push_back(TRY(Lane::start(std::move(name), config, lane)));
  }
  return out;
}

Dispatcher::~Dispatcher() { (void)end(); }

void Dispatcher::dispatch(model::Alert alert) {
  if (options_.limit.burst > 0) {
    std::lock_guard lock(limit_mutex_);
    Limit::Verdict verdict = limit_.judge(alert);
    if (!verdict.passes) {
      ++held_back_;
      return;
    }
    if (verdict.held_back > 0) alert.fields.emplace_back("batten.held_back", verdict.held_back);
  }
  auto shared = std::make_shared<const model::Alert>(std::move(alert));
  for (const auto& lane : lanes_) {
    if (shared->priority <= lane->least()) lane->push(shared);
  }
}

void Dispatcher::reopen() {
  for (const auto& lane : lanes_) lane->reopen();
}

bool Dispatcher::flush(std::chrono::milliseconds timeout) {
  auto deadline = std::chrono::steady_clock::now() + timeout;
  bool all = true;
  for (const auto& lane : lanes_) all &= lane->wait_empty(deadline);
  return all;
}

std::vector<LaneCounts> Dispatcher::counts() const {
  std::vector<LaneCounts> out;
  for (const auto& lane : lanes_) out.push_back(lane->counts());
  return out;
}

std::vector<LaneCounts> Dispatcher::end() {
  auto deadline = std::chrono::steady_clock::now() + options_.farewell;
  for (const auto& lane : lanes_) lane->end(deadline);
  for (const auto& lane : lanes_) lane->join();
  return counts();
}

}  // namespace batten::alert
