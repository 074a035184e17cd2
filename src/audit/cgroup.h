// SPDX-License-Identifier: Apache-2.0
//
// Limits of a container's control group: memory, processes, CPU; both versions of the kernel's interface (Documentation/admin-guide/
// cgroup-v2.rst and cgroup-v1/).
#pragma once

#include <string_view>

#include "audit/live_process.h"

namespace batten::audit {

// group: /proc/PID/cgroup. A container may have made groups below its own: the limits are those from there up to the one with its id.
void read_cgroup_limits(const HostFiles& files, const LiveHost& host, std::string_view group, std::string_view id,
                        model::ContainerProcess& out);

}  // namespace batten::audit
