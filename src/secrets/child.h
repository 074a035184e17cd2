// SPDX-License-Identifier: Apache-2.0
//
// Runs a command as an init does: forwards signals, reaps whatever is left to it, ends as the command does. The command may be signalled or
// started anew from another thread.
//
// At a terminal the command stays in our process group, so that the shell's job control and pipelines work as without us; signals that the
// terminal sends reach it by themselves and are not sent twice. Elsewhere it gets a group of its own.
#pragma once

#include <signal.h>  // NOLINT: sigset_t

#include <atomic>
#include <chrono>
#include <functional>
#include <string>
#include <vector>

#include "base/fd.h"
#include "base/result.h"

namespace batten::secrets {

// What is to happen to the command; thread-safe.
class ChildControl {
 public:
  ChildControl();
  void signal(int number);
  // SIGTERM, SIGKILL after the time of grace, then a new start.
  void restart();

 private:
  friend class Supervisor;
  void wake();
  base::Fd event_;
  std::atomic<int> signal_{0};
  std::atomic<bool> restart_{false};
};

struct ChildStart {
  std::vector<std::string> argv;
  std::vector<std::string> environment;  // "NAME=value"; overwritten once the command runs
  std::vector<int> descriptors;          // that it keeps beside 0 to 2
};

class Supervisor {
 public:
  // From here on signals of this thread and of those that it makes are blocked: make it before other threads.
  explicit Supervisor(std::chrono::milliseconds grace);
  ~Supervisor();
  Supervisor(const Supervisor&) = delete;
  Supervisor& operator=(const Supervisor&) = delete;

  ChildControl& control() { return control_; }
  // start: what to run, asked at each start. Gives the exit status of the command: 128 + signal when it was killed. not_found when there is
  // no such program, denied when it can't be run.
  Result<int> run(const std::function<Result<ChildStart>()>& start);

 private:
  struct Ended {
    bool ended = false;
    int status = 0;
  };
  Result<void> spawn(ChildStart start);
  Ended reap();
  void on_signal(int number, bool from_kernel);
  void stop();
  void send(int number);
  void kill_all();
  Result<bool> wait_for_event();

  std::chrono::milliseconds grace_;
  ChildControl control_;
  sigset_t before_{};
  base::Fd signals_;
  bool shares_terminal_ = false, restarting_ = false, stopping_ = false, deadline_set_ = false;
  std::chrono::steady_clock::time_point deadline_;
  pid_t pid_ = 0;
};

}  // namespace batten::secrets
