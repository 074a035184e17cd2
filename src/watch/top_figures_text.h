// SPDX-License-Identifier: Apache-2.0
//
// Texts of /proc and of cgroup files that the terminal view takes its numbers from (proc(5), cgroups(7)). A process chooses its name, so
// any byte may be in it.
#pragma once

#include <array>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>

namespace batten::watch {

// /proc/PID/stat
struct ProcessFigures {
  std::string comm;
  char state = '?';
  std::uint32_t parent = 0, threads = 0;
  std::uint64_t cpu_ticks = 0;    // user and system
  std::uint64_t start_ticks = 0;  // since boot
  std::uint64_t resident_pages = 0;

  bool operator==(const ProcessFigures&) const = default;
};
// None: not of that form.
std::optional<ProcessFigures> parse_process_figures(std::string_view stat);

// A line of /proc/PID/net/tcp or tcp6.
struct SocketFigures {
  std::string local, remote;  // "10.0.0.1:80", "[::1]:443", "*:22"
  std::uint8_t state = 0;     // of the kernel's: 1 is established, 10 listens
  std::uint64_t inode = 0;    // 0: nobody holds it any more

  bool operator==(const SocketFigures&) const = default;
};
// Lines of another form are left out; at most limit of them. False: there were more.
bool each_socket(std::string_view text, std::size_t limit, const std::function<void(SocketFigures)>& visit);
// "ESTABLISHED"; "?" for a number of no state.
std::string_view socket_state_name(std::uint8_t state);

// The number behind a key of "key number" lines, as in cpu.stat, memory.stat and (with a colon) /proc/meminfo.
std::optional<std::uint64_t> keyed_number(std::string_view text, std::string_view key);
// Of all processors, from /proc/stat: {busy, all}.
std::optional<std::array<std::uint64_t, 2>> parse_cpu_ticks(std::string_view stat);
// The path of a controller ("memory"; empty: v2) in a text of /proc/PID/cgroup, up to the component that names the container.
std::optional<std::string> container_cgroup(std::string_view text, std::string_view controller, std::string_view container_id);

}  // namespace batten::watch
