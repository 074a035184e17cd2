// SPDX-License-Identifier: Apache-2.0
//
// Gives each alert to all outputs. One call costs a few microseconds, whatever state the outputs are in.
#pragma once

#include <atomic>
#include <chrono>
#include <cstdint>
#include <memory>
#include <mutex>
#include <string>
#include <vector>

#include "alert/lane.h"
#include "alert/limit.h"
#include "alert/output_config.h"
#include "base/result.h"

namespace batten::alert {

struct DispatchOptions {
  std::string state_directory;  // queues are below it, one directory per remote output; empty: they wait in memory
  LaneOptions lane;             // its queue_directory is not looked at
  LimitOptions limit;
  std::chrono::milliseconds farewell{3000};  // for what waits when the dispatcher ends
};

class Dispatcher {
 public:
  // All outputs can be opened, or none is. SIGPIPE is ignored from here on. invalid_argument, conflict (an output twice; a state directory
  // that another process uses), denied, ...; the message begins with the output.
  static Result<std::unique_ptr<Dispatcher>> start(const std::vector<OutputConfig>& outputs, const DispatchOptions& options = {});
  // Sends what waits, as long as farewell allows and tries under way take; what is on disk stays there.
  ~Dispatcher();

  // Any thread.
  void dispatch(model::Alert alert);
  // After files were renamed (SIGHUP). Any thread, but no signal handler.
  void reopen();
  // True: all that was dispatched before is sent or given up.
  bool flush(std::chrono::milliseconds timeout);

  std::vector<LaneCounts> counts() const;
  // By the limit, in all.
  std::uint64_t held_back() const { return held_back_; }
  // Ends as the destructor does and says what came of it.
  std::vector<LaneCounts> end();

 private:
  explicit Dispatcher(const DispatchOptions& options) : options_(options), limit_(options.limit) {}

  DispatchOptions options_;
  std::mutex limit_mutex_;
  Limit limit_;
  std::atomic<std::uint64_t> held_back_ = 0;
  std::vector<std::unique_ptr<Lane>> lanes_;
};

}  // namespace batten::alert
