// SPDX-License-Identifier: Apache-2.0
//
// The cgroups of one container that runs (cgroups(7), v1 and v2): its processes, frozen or killed all at once.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"

namespace batten::monitor {

// The directory of the container itself in a path out of /proc/PID/cgroup, "/docker/ID/below" -> "/docker/ID". Empty: the id is not there.
std::string cgroup_of_container(std::string_view path, std::string_view id);

// Does any line of a text of /proc/PID/cgroup lie in that container?
bool names_container(std::string_view proc_cgroup, std::string_view id);

class ContainerCgroup {
 public:
  // pid: a process in it. not_found: it has ended, is not in that container, or there is no hierarchy to find it by.
  static Result<ContainerCgroup> find(std::uint32_t pid, const std::string& id, const std::string& proc = "/proc");

  // Of it and of all cgroups below it.
  std::vector<std::uint32_t> processes() const;
  // All processes, also those that they start meanwhile; how many. Never the caller.
  Result<std::uint32_t> kill() const;
  // unsupported: no freezer.
  Result<void> freeze(bool frozen) const;

 private:
  std::uint32_t kill_each() const;
  bool holds(std::uint32_t pid) const;
  Result<void> set_frozen(bool frozen) const;

  std::string id_, proc_;
  std::string processes_;  // directory of a hierarchy that has the processes
  std::string freezer_;    // v1; empty: none
  std::string unified_;    // v2; empty: none
};

}  // namespace batten::monitor
