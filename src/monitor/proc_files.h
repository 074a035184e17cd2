// SPDX-License-Identifier: Apache-2.0
//
// Texts of /proc/PID (proc(5)). Whatever a process may choose in them (its name, its arguments) may hold any byte.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace batten::monitor {

// /proc/PID/stat
struct ProcStat {
  std::string comm;
  char state = 0;
  std::uint32_t parent = 0, group = 0, session = 0, terminal = 0;
  std::uint64_t start_ticks = 0;  // since boot, in sysconf(_SC_CLK_TCK) a second

  bool operator==(const ProcStat&) const = default;
};
// None: not of that form.
std::optional<ProcStat> parse_proc_stat(std::string_view text);

// /proc/PID/status
struct ProcStatus {
  std::uint32_t thread_group = 0;
  std::uint32_t uid = 0, gid = 0;                                         // effective
  std::uint32_t virtual_pid = 0, virtual_group = 0, virtual_session = 0;  // in the innermost namespace
  std::uint64_t inheritable = 0, permitted = 0, effective = 0;            // capabilities

  bool operator==(const ProcStatus&) const = default;
};
std::optional<ProcStatus> parse_proc_status(std::string_view text);

// One line of /proc/PID/uid_map or gid_map (user_namespaces(7)).
struct IdRange {
  std::uint32_t inside = 0, outside = 0, count = 0;

  bool operator==(const IdRange&) const = default;
};
std::vector<IdRange> parse_id_map(std::string_view text);
// The number that the namespace itself sees; the same number where no range says anything about it.
std::uint32_t id_inside(const std::vector<IdRange>& map, std::uint32_t outside);

}  // namespace batten::monitor
