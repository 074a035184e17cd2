// SPDX-License-Identifier: Apache-2.0
//
// The way of alerts to one output, on threads of its own, so that one that is stuck holds up nobody. Alerts wait in memory, bounded; those
// of a remote output are moved from there to a queue on disk at once and sent from it. After a failure waits grow up to a limit, with some
// chance in them so that many hosts do not come back at the same moment.
#pragma once

#include <atomic>
#include <chrono>
#include <condition_variable>
#include <cstdint>
#include <deque>
#include <memory>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

#include "alert/disk_queue.h"
#include "alert/output.h"

namespace batten::alert {

struct LaneOptions {
  std::string queue_directory;            // of this output; empty: alerts wait in memory alone
  std::uint64_t queue_bytes = 64u << 20;  // on disk
  std::size_t in_memory = 10'000;         // alerts; the eldest makes room
  std::chrono::milliseconds first_wait{1000}, longest_wait{60'000};
};

struct LaneCounts {
  std::string output;  // "http"; of several of a kind "http#2"
  std::uint64_t sent = 0;
  std::uint64_t refused = 0;  // given up: the receiver will not have them
  std::uint64_t dropped = 0;  // made room for others, or were not sent at the end and not kept
  std::uint64_t retries = 0;  // tries that failed
  std::uint64_t waiting = 0;
  std::uint64_t queue_bytes = 0;  // on disk
  bool failing = false;           // the last try was not taken
  std::string problem;            // the last one; may be of long ago
};

class Lane {
 public:
  static Result<std::unique_ptr<Lane>> start(std::string name, const OutputConfig& config, const LaneOptions& options);
  // Without end(): what waits in memory is lost.
  ~Lane();

  model::Priority least() const { return least_; }
  // Never waits for the output.
  void push(std::shared_ptr<const model::Alert> alert);
  void reopen() { reopen_ = true; }
  // Nothing new comes. What waits is sent until the deadline or the first failure; the rest stays on disk, or is counted as dropped.
  // join() waits for that, and for a try that is under way.
  void end(std::chrono::steady_clock::time_point deadline);
  void join();
  // Whether everything was sent (or given up) by then.
  bool wait_empty(std::chrono::steady_clock::time_point deadline) const;
  LaneCounts counts() const;

 private:
  using Clock = std::chrono::steady_clock;
  struct Load {  // what is tried now
    std::vector<model::Alert> alerts;
    DiskQueue::Batch batch;
    std::size_t begin = 0;  // of what is not done with
    std::size_t step = 0;   // so many at once
    std::size_t failures = 0;
  };
  Lane(std::string name, const LaneOptions& options) : name_(std::move(name)), options_(options) {}

  void store();  // thread: memory to disk
  void send();   // thread: disk or memory to the receiver
  bool fill(Load& load);
  bool fill_from_disk(Load& load);
  bool fill_from_memory(Load& load);
  std::chrono::milliseconds try_once(Load& load);
  void advance(Load& load);
  bool pause(std::chrono::milliseconds wait);
  void say(const std::string& problem);

  std::string name_;
  LaneOptions options_;
  model::Priority least_ = model::Priority::kDebug;
  std::size_t batch_ = 1;
  std::unique_ptr<Receiver> receiver_;
  std::unique_ptr<DiskQueue> disk_;
  mutable std::mutex mutex_;
  std::condition_variable arrived_;          // in memory
  mutable std::condition_variable changed_;  // something was stored or sent; for both: the end has come
  std::deque<std::shared_ptr<const model::Alert>> memory_;
  bool ending_ = false, stored_all_ = false;
  Clock::time_point deadline_ = Clock::time_point::max();
  std::size_t in_hand_ = 0;  // taken from memory, neither sent nor stored yet
  std::string problem_;
  std::atomic<bool> reopen_ = false, failing_ = false;
  std::atomic<std::uint64_t> sent_ = 0, refused_ = 0, dropped_ = 0, retries_ = 0;
  std::thread store_thread_, send_thread_;
};

}  // namespace batten::alert
