// SPDX-License-Identifier: Apache-2.0
//
// The cgroup hierarchy whose numbers events carry: under v1 the first of memory, pids, cpu, devices that is mounted on its own, else v2.
// The number of a cgroup is the inode number of its directory (kernfs; cgroups(7)), in each hierarchy another.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>

#include "base/fd.h"
#include "base/result.h"

namespace batten::monitor {

class CgroupTree {
 public:
  // Where it is mounted, by a file in the form of /proc/mounts. not_found: it is not.
  static Result<CgroupTree> open(const std::string& mounts_file = "/proc/mounts");
  // controller: empty for v2.
  CgroupTree(std::string mount, std::string controller);

  const std::string& mount() const { return mount_; }
  const std::string& controller() const { return controller_; }
  bool is_v2() const { return controller_.empty(); }

  // path: from the hierarchy's root, "/docker/0123...". None: there is no such.
  std::optional<std::uint64_t> id_of(std::string_view path) const;
  // None: it is gone, or the kernel does not let us ask (CAP_DAC_READ_SEARCH).
  std::optional<std::string> path_of(std::uint64_t id) const;
  // The line of this hierarchy in a text of /proc/PID/cgroup.
  std::optional<std::string_view> path_in(std::string_view proc_cgroup) const;
  // All below the root, parents first; at most limit, false when there were more.
  bool each(std::size_t limit, const std::function<void(const std::string& path, std::uint64_t id)>& visit) const;

 private:
  std::string mount_, controller_;
  base::Fd root_;
};

// The mount point of that hierarchy ("memory"; empty: v2) in a text of /proc/mounts.
std::optional<std::string> find_cgroup_mount(std::string_view mounts, std::string_view controller);

}  // namespace batten::monitor
