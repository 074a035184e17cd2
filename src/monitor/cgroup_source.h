// SPDX-License-Identifier: Apache-2.0
//
// Which hierarchy of cgroups names containers here: that of v2, or under v1 the first of memory, pids, cpu, devices that is mounted.
#pragma once

#include <string_view>

#include "monitor/bpf/shared.h"

namespace batten::monitor {

batten_cgroups cgroup_source();
// From the text of /proc/cgroups: "memory<TAB>hierarchy<TAB>groups<TAB>enabled" lines; a controller of hierarchy 0 is v2's.
batten_cgroups parse_cgroup_source(std::string_view text);

}  // namespace batten::monitor
