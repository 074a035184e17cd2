// SPDX-License-Identifier: Apache-2.0
//
// The mounts of a process, /proc/PID/mountinfo (proc_pid_mountinfo(5)), and which of them show files of the host.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "model/container.h"

namespace batten::audit {

struct Mount {
  std::string device;  // "254:0"
  std::string root;    // directory of its file system that is mounted
  std::string target;
  std::string kind;  // "ext4"
  bool read_only = false;
  std::string propagation;  // "shared", "slave", "private"

  bool operator==(const Mount&) const = default;
};

// At most 20,000; lines that are none are left out.
std::vector<Mount> parse_mounts(std::string_view text);

// What a container's process sees of the host's files, as paths of the host. Left out: what the engine itself mounts (root, /proc, /sys,
// /dev, the three files of its own in /etc) and mounts that come along within another one.
std::vector<model::ContainerMount> host_mounts(const std::vector<Mount>& container, const std::vector<Mount>& host,
                                               std::string_view container_id);

}  // namespace batten::audit
