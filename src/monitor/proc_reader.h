// SPDX-License-Identifier: Apache-2.0
//
// Processes that run now, out of /proc: for the start, and for those whose beginning was not seen. Start times have the coarseness of the
// kernel's ticks there; events carry them exactly.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "base/fd.h"
#include "base/result.h"
#include "model/process.h"
#include "monitor/cgroup_tree.h"

namespace batten::monitor {

class ProcReader {
 public:
  struct Options {
    std::string folder = "/proc";
    bool environment = false;         // reads it too
    std::uint64_t boot_ns = 0;        // when the machine started, since 1970
    std::size_t max_seen = 1u << 20;  // processes of one scan
  };
  // tree: null when there is none; must outlive the reader. unavailable: no such folder.
  static Result<ProcReader> open(Options options, const CgroupTree* tree);

  // Without its parent, whose pid it says. not_found: it is gone; corrupt: its files are not of the form they should have.
  Result<model::Process> read(std::uint32_t pid);
  // All; those that end meanwhile are left out. Returns how many.
  std::size_t scan(const std::function<void(model::Process)>& visit);
  // Only those whose name is one of these; the others are hardly looked at.
  void scan_named(const std::vector<std::string_view>& names, const std::function<void(model::Process)>& visit);
  // So many ns is a tick: a start time from /proc is rounded down to a multiple of it.
  std::uint64_t tick_ns() const { return tick_ns_; }
  // Whether there is a process of that number now.
  bool exists(std::uint32_t pid) const;

 private:
  std::uint64_t cgroup_of(int process);
  // False from visit ends it.
  void each_pid(const std::function<bool(std::uint32_t)>& visit) const;

  Options options_;
  const CgroupTree* tree_ = nullptr;
  base::Fd root_;
  std::uint64_t tick_ns_ = 10'000'000;
  std::string buffer_;
  std::unordered_map<std::string, std::uint64_t> cgroups_;  // by path; emptied when it has grown
};

// CLOCK_REALTIME - CLOCK_BOOTTIME now: add it to an event's time to have it since 1970.
std::uint64_t boot_time_ns();

}  // namespace batten::monitor
