// SPDX-License-Identifier: Apache-2.0
//
// Refuses containers to run programs that are not in their image, before they run. Refused is what was made or changed since the container
// began, and what lies on its own memory file systems (/dev/shm, tmpfs); what lies on volumes and directories of the host is not, nor is a
// program without a file (memfd), nor one that an interpreter reads. Who is not in the container is never refused. When the monitor ends,
// also by a signal, the kernel lets all go on.
//
// By one of two means: a program of ours that decides in the kernel (LSM, ExecDenial), where the kernel takes it; else the kernel asks
// about each exec of a file on a marked file system or mount (fanotify(7), FAN_OPEN_EXEC_PERM) and waits for the answer of a thread.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "base/note.h"
#include "base/result.h"
#include "model/running_container.h"

namespace batten::monitor {

enum class DriftMeans : std::uint8_t { kBest, kModule, kQuestions };

struct DriftOptions {
  DriftMeans means = DriftMeans::kBest;
  bool dry_run = false;  // tells, and refuses nothing
  std::size_t max_containers = 4'096;
  std::size_t max_waiting = 1'024;  // denials that were not fetched yet; more are counted alone
  std::string proc = "/proc";
};

// A program that was refused, or would have been.
struct DeniedProgram {
  std::string container_id;
  std::string path;  // from the root of its mount namespace or of the process
  std::uint32_t pid = 0;
  std::uint32_t uid = 0;
  std::string comm;  // of the process that wanted to become it
  bool denied = false;
};

class DriftDenial {
 public:
  struct Counts {
    std::uint64_t containers = 0;  // now
    std::uint64_t asked = 0, denied = 0, would_deny = 0, untold = 0;
  };

  // denied: it needs CAP_SYS_ADMIN; unsupported, unavailable: a kernel without these means.
  static Result<std::unique_ptr<DriftDenial>> open(DriftOptions options);
  virtual ~DriftDenial() = default;

  // By which means, in words: "the kernel decides (BPF LSM)"; why not by the other.
  virtual std::string means() const = 0;
  // cgroup: the container's, as batten_event::cgroup. From the moment on that its first process has its root; within milliseconds. More
  // than once is once, of each cgroup.
  virtual void add(std::uint64_t cgroup, const model::RunningContainer& container) = 0;
  virtual void remove(const std::string& id) = 0;
  virtual std::vector<DeniedProgram> take() = 0;
  // Containers whose programs can't be judged, each once.
  virtual base::Notes take_notes() = 0;
  virtual Counts counts() const = 0;
};

}  // namespace batten::monitor
