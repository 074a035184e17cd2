// SPDX-License-Identifier: Apache-2.0
//
// For tests: a process that sleeps until it is killed.
#pragma once

#include <sys/wait.h>
#include <unistd.h>

#include <csignal>
#include <memory>

#include "base/file.h"
#include "base/format.h"
#include "model/process.h"
#include "monitor/proc_files.h"

namespace batten::monitor {

class Sleeper {
 public:
  Sleeper() : pid_(::fork()) {
    if (pid_ != 0) return;
    while (true) ::pause();
  }
  ~Sleeper() {
    ::kill(pid_, SIGKILL);
    wait();
  }
  Sleeper(const Sleeper&) = delete;
  Sleeper& operator=(const Sleeper&) = delete;

  model::Process process() const {
    model::Process out;
    out.key.pid = static_cast<std::uint32_t>(pid_);
    const auto text = base::read_file(format("/proc/{}/stat", pid_), 65'536);
    const auto stat = text ? parse_proc_stat(*text) : std::nullopt;
    // As events have it: finer than ticks.
    if (stat) out.key.start_ns = stat->start_ticks * (1'000'000'000u / static_cast<std::uint64_t>(::sysconf(_SC_CLK_TCK))) + 4711;
    out.program = std::make_shared<model::Program>();
    out.comm = "sleeper";
    return out;
  }
  bool killed() {
    const int status = wait();
    return WIFSIGNALED(status) && WTERMSIG(status) == SIGKILL;
  }
  bool lives() const { return ::waitpid(pid_, nullptr, WNOHANG) == 0; }
  pid_t pid() const { return pid_; }

 private:
  int wait() {
    if (!waited_) ::waitpid(pid_, &status_, 0);
    waited_ = true;
    return status_;
  }
  pid_t pid_;
  int status_ = 0;
  bool waited_ = false;
};

}  // namespace batten::monitor
