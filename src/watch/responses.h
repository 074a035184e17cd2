// SPDX-License-Identifier: Apache-2.0
//
// What is done about alerts while the monitor runs. A process is killed at once; what is done to a container is done by a thread, and the
// alert is held back until it is known how that went, since it says so. The same is done to the same process or container once a minute
// at most, and no more than some hundred things a minute at all.
#pragma once

#include <chrono>
#include <condition_variable>
#include <cstdint>
#include <deque>
#include <functional>
#include <map>
#include <mutex>
#include <stop_token>
#include <string>
#include <thread>
#include <vector>

#include "metrics/registry.h"
#include "model/alert.h"
#include "monitor/responder.h"
#include "watch/response_options.h"

namespace batten::watch {

class Responses {
 public:
  using Clock = std::chrono::steady_clock;
  enum class Outcome : std::uint8_t { kDone, kDryRun, kRefused, kFailed, kRepeated };
  // Gets each alert once, with "batten.response" among its fields when something was done or would have been.
  using Sink = std::function<void(model::Alert alert)>;
  using Teller = std::function<void(const std::string& line)>;

  Responses(ResponseOptions options, monitor::Responder::Options responder, metrics::Registry& registry, Sink sink, Teller tell);
  // Waits for what was begun, and undoes what is limited in time.
  ~Responses();
  Responses(const Responses&) = delete;
  Responses& operator=(const Responses&) = delete;

  // container: null for the host's.
  void take(model::Alert alert, const model::Process& process, const model::RunningContainer* container);
  // To be called often: gives on what has been done meanwhile. Sink and teller are called by this and by take() alone.
  void poll();
  // No more alerts come: as the destructor, and the held ones are given on.
  void end();

 private:
  struct Task {
    monitor::ResponseRule rule;
    std::string guard;
  };
  struct Job {
    model::Alert alert;
    monitor::ResponseTarget target;
    std::vector<Task> tasks;
    std::vector<std::string> said;
  };
  struct Undo {
    Clock::time_point when;
    std::string what, guard;
    std::function<Result<std::string>()> work;
  };

  std::string refuse(const monitor::ResponseRule& rule, const model::Process& process, const model::RunningContainer* container,
                     const std::string& guard);
  void do_task(const Task& task, Job& job);
  std::string count(const monitor::ResponseRule& rule, Outcome outcome, std::string said);
  void finish(Job job);
  void work(const std::stop_token& stop);
  void undo_due(Clock::time_point now);
  bool passes(const std::string& guard);

  ResponseOptions options_;
  monitor::Responder responder_;
  metrics::Family<metrics::Counter>& counter_;
  Sink sink_;
  Teller tell_;

  std::mutex mutex_;  // of what follows
  std::condition_variable_any wake_;
  std::deque<Job> waiting_, finished_;
  std::map<std::string, Clock::time_point> done_before_;  // until when the same is not done again
  std::deque<Clock::time_point> recent_;
  std::vector<std::string> words_;

  std::vector<Undo> undo_;  // the thread's
  std::jthread thread_;     // begins with the first job
};

}  // namespace batten::watch
