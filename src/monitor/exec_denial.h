// SPDX-License-Identifier: Apache-2.0
//
// Refuses containers to execute programs that are not of their image: files of the upper layer of an overlay, written since the container
// began. The kernel asks a program of ours at each exec (LSM, bprm_check_security), so the refusal comes before anything of the file runs:
// the exec fails with EPERM. It ends with this object, or with this process.
//
// Not refused: files of other file systems (volumes, tmpfs), memory files (an engine's own start-up runs from one inside the container),
// and what a loader of the image maps by itself (`ld.so FILE`).
#pragma once

#include <cstdint>
#include <map>
#include <memory>

#include "base/result.h"

namespace batten::monitor {

class ExecDenial {
 public:
  // unavailable, denied: this kernel does not let us (no BPF LSM, or not among the active ones, or no right to it).
  static Result<ExecDenial> open();
  ExecDenial(ExecDenial&&) noexcept;
  ExecDenial& operator=(ExecDenial&&) noexcept;
  ~ExecDenial();

  // Of processes in that cgroup (as batten_event::cgroup) and in those up to seven below it.
  Result<void> deny(std::uint64_t cgroup, bool denied);
  // How many execs were refused, by cgroup that is denied.
  std::map<std::uint64_t, std::uint64_t> counts() const;

 private:
  struct State;
  explicit ExecDenial(std::unique_ptr<State> state);
  std::unique_ptr<State> state_;
};

}  // namespace batten::monitor
