// SPDX-License-Identifier: Apache-2.0
//
// Refuses containers to execute programs that are not of their image: files of the upper layer of an overlay, written since the container
// began, and files of memory file systems (tmpfs). The kernel asks a program of ours at each exec (LSM, bprm_check_security), so the
// refusal comes before anything of the file runs: the exec fails with EPERM. It ends with this object, or with this process.
//
// Not refused: files of other file systems (volumes) and of devices that are let through, memory files (an engine's own start-up runs from
// one inside the container), and what a loader of the image maps by itself (`ld.so FILE`).
#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "base/result.h"

namespace batten::monitor {

struct DeniedExec {
  std::uint64_t cgroup = 0;  // as it was denied
  std::uint32_t pid = 0, uid = 0;
  std::string comm, path;  // path: in the view of the process; empty: not known
  bool refused = false;
};

class ExecDenial {
 public:
  // unavailable, denied: this kernel does not let us (no BPF LSM, or not among the active ones, or no right to it).
  static Result<ExecDenial> open();
  ExecDenial(ExecDenial&&) noexcept;
  ExecDenial& operator=(ExecDenial&&) noexcept;
  ~ExecDenial();

  // Tells, and refuses nothing.
  void set_dry_run(bool dry_run);
  // Files of that device (as stat(2) has it) may be executed, though they are of an upper layer or of memory.
  Result<void> let_through(std::uint64_t device);
  // Of processes in that cgroup (as batten_event::cgroup) and in those up to seven below it.
  Result<void> deny(std::uint64_t cgroup, bool denied);
  // How many execs were refused, by cgroup that is denied.
  std::map<std::uint64_t, std::uint64_t> counts() const;
  // Those since the last call, as far as there was room for them.
  std::vector<DeniedExec> take();
  std::uint64_t untold() const;

 private:
  struct State;
  explicit ExecDenial(std::unique_ptr<State> state);
  std::unique_ptr<State> state_;
};

}  // namespace batten::monitor
