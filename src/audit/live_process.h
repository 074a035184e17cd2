// SPDX-License-Identifier: Apache-2.0
//
// What the kernel says of a container's process: /proc/PID (proc(5)) and its control group. The configuration says what was asked for, this
// is what it got.
#pragma once

#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "audit/host_files.h"
#include "audit/mounts.h"
#include "model/container.h"

namespace batten::audit {

// The host's side of each comparison, read once.
struct LiveHost {
  std::map<std::string, std::string> namespaces;  // "net" -> "net:[4026531833]" of process 1; empty: not readable
  std::vector<Mount> mounts;                      // of process 1
  bool unified_cgroup = false;                    // version 2 alone
  std::string cgroup_root;                        // where version 2 is, or below which the controllers of version 1 are
  std::vector<std::string> unread;
};
LiveHost look_at_live_host(const HostFiles& files);

// Never an error: what could not be read is in unread, with why. id: of the container, to tell that the process is still it.
model::ContainerProcess live_process(const HostFiles& files, const LiveHost& host, int pid, std::string_view id);

// Fields of /proc/PID/status.
void read_status(std::string_view text, model::ContainerProcess& out);

}  // namespace batten::audit
