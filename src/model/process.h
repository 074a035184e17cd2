// SPDX-License-Identifier: Apache-2.0
//
// A process as the monitor knows it: what it was started as, by whom, and what became of it. Kept up to date by the process table from
// exec, fork, exit, rename and credential events; rules read it.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "model/event.h"

namespace batten::model {

// What the last exec brought; processes that fork share it.
struct Program {
  std::string exe;          // argv[0] as given
  std::string path;         // of the file that runs, as the kernel resolved it; of a script its interpreter; "memfd:name (deleted)"
  std::string arguments;    // argv from [1] on, each ends in NUL
  std::string environment;  // "NAME=value", each ends in NUL; cut at 4 KiB
  std::uint64_t flags = 0;  // kExe* of flag_names.h
  std::uint64_t device = 0, inode = 0;
  std::uint64_t changed_ns = 0;  // ctime and mtime of the file, since 1970
  std::uint64_t modified_ns = 0;
  std::uint64_t streams = 0;  // what descriptors 0 to 2 were at the exec: batten_stream, four bits each

  bool operator==(const Program&) const = default;
};

struct Process {
  ProcessKey key;
  std::shared_ptr<const Program> program;  // never null; an empty one when nothing is known
  std::shared_ptr<Process> parent;         // as the process was forked, or by whom it was taken over; null: none or not known
  std::string comm;                        // 15 bytes
  std::string directory;                   // current, in the view of its root
  std::uint32_t parent_pid = 0;
  std::uint32_t group = 0, session = 0;                                   // pgid, sid; as the host counts
  std::uint32_t virtual_pid = 0, virtual_group = 0, virtual_session = 0;  // as its own pid namespace counts
  std::uint32_t terminal = 0;                                             // device number; 0: none
  std::uint32_t uid = 0, gid = 0;                                         // effective
  std::int64_t login_uid = -1;                                            // -1: nobody logged in
  std::uint64_t capabilities_inheritable = 0, capabilities_permitted = 0, capabilities_effective = 0;
  std::uint64_t cgroup = 0;
  std::uint64_t clone_ns = 0;  // when it began, since 1970; the same moment as key.start_ns
  std::uint64_t exec_ns = 0;   // its last exec, since 1970; 0: none was seen
  bool ended = false;

  // Nothing else is known of such a process than what its events say.
  bool known = true;
};

// "name arguments", the arguments joined by blanks.
std::string command_line(const Process& process);
// Arguments one by one.
std::vector<std::string_view> split_strings(std::string_view ends_in_nul);

}  // namespace batten::model
