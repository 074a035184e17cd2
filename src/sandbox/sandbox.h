// SPDX-License-Identifier: Apache-2.0
//
// The confined worker. Everything that parses bytes of an image runs in it: a forked process without network, without
// files (Landlock), with a short list of system calls (seccomp) and limits on memory and time. It gets file descriptors
// and a request, and answers bytes over a socket. What it answers is as untrusted as the image.
//
// Sandbox::start forks a small server ("zygote") at once: call it before threads exist. Each job is a fresh process,
// so nothing of one layer can reach the next.
#pragma once

#include <chrono>
#include <cstdint>
#include <functional>
#include <memory>
#include <span>
#include <string>
#include <string_view>

#include "base/fd.h"
#include "base/note.h"
#include "base/result.h"

namespace batten::sandbox {

struct Limits {
  std::uint64_t memory_bytes = 2ull << 30;  // address space
  std::chrono::seconds cpu{600};            // CPU time
  std::chrono::seconds idle{60};            // no sign of life (bytes done, answer) for so long
};

// Called in the worker while it runs, to show progress and life.
using Tick = std::function<void(std::uint64_t bytes_done)>;
// What the worker does: request and descriptors in, answer out. Runs in the confined process.
using Handler = Result<std::string> (*)(std::string_view request, std::span<const int> fds, const Tick& tick);

class Sandbox {
 public:
  // Forks the zygote. handler is the only thing that workers ever do.
  static Result<Sandbox> start(Handler handler);
  ~Sandbox();
  Sandbox(Sandbox&&) noexcept;
  Sandbox& operator=(Sandbox&&) noexcept;

  // Runs one job and waits for its answer; thread-safe, jobs of several threads run side by side. The fds are lent.
  // The handler's error comes back as it is. corrupt "worker was stopped: forbidden system call" (SIGSYS), "... crashed (SIGSEGV)", limit
  // "... used more than N CPU seconds" / "... N bytes of memory", timeout "... gave no sign of life for N s".
  Result<std::string> run(std::string_view request, std::span<const int> fds, const Limits& limits = {}, const Tick& tick = {});

  // What of the confinement this system lacks (no Landlock, no network namespace), each with what is lost.
  const base::Notes& missing() const;

 private:
  struct Impl;
  explicit Sandbox(std::unique_ptr<Impl> impl);
  std::unique_ptr<Impl> impl_;
};

}  // namespace batten::sandbox
