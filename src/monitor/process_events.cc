// SPDX-License-Identifier: Apache-2.0
//
// What each event does to the table of processes.
#include <string>
#include <string_view>

#include "base/path.h"
#include "monitor/process_table.h"

namespace batten::monitor {
namespace {

using model::Event;
using model::Process;
using model::ProcessKey;

constexpr std::int64_t kCloneParent = 0x8000;  // CLONE_PARENT of clone(2)
constexpr std::uint64_t kMaxDirectory = 4096;

// A param by its name; 0 or empty where the type has none or it could not be read.
std::int64_t number(const Event& event, std::string_view name) {
  const int index = model::find_param(event.info(), name);
  return index < 0 ? 0 : event.number(static_cast<unsigned>(index));
}
std::uint32_t small(const Event& event, std::string_view name) { return static_cast<std::uint32_t>(number(event, name)); }
std::uint64_t wide(const Event& event, std::string_view name) { return static_cast<std::uint64_t>(number(event, name)); }
std::string_view text(const Event& event, std::string_view name) {
  const int index = model::find_param(event.info(), name);
  return index < 0 ? std::string_view() : event.text(static_cast<unsigned>(index)).value_or(std::string_view());
}

}  // namespace

const Process& ProcessTable::apply(const Event& event, std::uint64_t time_ns) {
  Entry& entry = find_or_make(event, time_ns);
  Process& process = *entry.process;
  const batten_event& header = event.header();
  entry.touched_ns = time_ns;
  const std::uint32_t uid_before = entry.uid.value_or(process.uid);
  entry.uid = header.uid;
  if (event.type() != BATTEN_FILE_CHANGE || header.start_ns != 0) {
    process.uid = header.uid;
    process.gid = header.gid;
  }
  // A file's change is told under the container whose file it is.
  if (header.cgroup != 0 && event.type() != BATTEN_FILE_CHANGE) process.cgroup = header.cgroup;
  switch (event.type()) {
    case BATTEN_EXECVE:
    case BATTEN_EXECVEAT:
      last_ = entry.process;  // others are put in, which may push it out
      if (event.result() >= 0) apply_exec(entry, event, time_ns);
      break;
    case BATTEN_CLONE:
    case BATTEN_CLONE3:
    case BATTEN_FORK:
    case BATTEN_VFORK:
      last_ = entry.process;
      apply_fork(entry.process->key, event, time_ns);
      break;
    case BATTEN_PROCEXIT:
      last_ = entry.process;
      end(entry, time_ns);
      if (ended_.size() > options_.max_ended) drop_ended(time_ns);
      break;
    case BATTEN_TASK_RENAME: process.comm = text(event, "name").substr(0, BATTEN_COMM_SIZE); break;
    case BATTEN_SETUID:
    case BATTEN_SETREUID:
    case BATTEN_SETRESUID:
    case BATTEN_CAPSET:
      if (event.result() == 0) apply_credentials(process, event, uid_before);
      // Who it was that asked; the next event tells who it has become.
      process.uid = uid_before;
      break;
    case BATTEN_CHDIR:
    case BATTEN_FCHDIR:
      if (event.result() == 0) apply_directory(process, event);
      break;
    default: break;
  }
  return process;
}

void ProcessTable::apply_exec(Entry& entry, const Event& event, std::uint64_t time_ns) {
  if (event.result() < 0) return;
  const std::shared_ptr<Process> process = entry.process;
  model::Program program;
  program.exe = text(event, "exe");
  program.path = text(event, "trusted_exepath");
  program.arguments = text(event, "args");
  program.environment = text(event, "env");
  program.flags = wide(event, "flags");
  program.device = wide(event, "dev");
  program.inode = wide(event, "exe_ino");
  program.changed_ns = wide(event, "exe_ino_ctime");
  program.modified_ns = wide(event, "exe_ino_mtime");
  program.streams = wide(event, "streams");
  process->program = make_program(std::move(program));
  const std::string_view comm = text(event, "comm");
  process->comm = comm.empty() ? event.comm() : comm;
  process->directory = text(event, "cwd").substr(0, kMaxDirectory);
  process->terminal = small(event, "tty");
  process->group = small(event, "pgid");
  process->session = small(event, "sid");
  process->virtual_pid = small(event, "vpid");
  process->virtual_group = small(event, "vpgid");
  process->virtual_session = small(event, "vsid");
  process->login_uid = number(event, "loginuid");
  process->capabilities_inheritable = wide(event, "cap_inheritable");
  process->capabilities_permitted = wide(event, "cap_permitted");
  process->capabilities_effective = wide(event, "cap_effective");
  process->exec_ns = time_ns;
  process->known = true;
  if (!process->parent) set_parent(entry, small(event, "ptid"), wide(event, "parent_start"), time_ns);
}

void ProcessTable::apply_fork(ProcessKey parent_key, const Event& event, std::uint64_t time_ns) {
  const ProcessKey key{small(event, "child_pid"), wide(event, "child_start")};
  // A thread is part of the process that has made it.
  if (event.result() < 0 || key.pid == 0 || key.pid == parent_key.pid) return;
  const Entry* parent_entry = look_up(parent_key);
  if (parent_entry == nullptr) return;
  std::shared_ptr<Process> parent = parent_entry->process;
  std::uint32_t depth = parent_entry->depth + 1;

  Entry* entry = look_up(key);
  if (entry != nullptr && entry->process->known) {
    // Its own events came first, or /proc had it.
    if (!entry->process->parent) set_parent(*entry, parent_key.pid, parent_key.start_ns, time_ns);
    return;
  }
  Process child = *parent;
  child.key = key;
  child.clone_ns = key.start_ns != 0 ? options_.boot_ns + key.start_ns : time_ns;
  child.exec_ns = 0;
  child.ended = false;
  if (const std::uint64_t cgroup = wide(event, "child_cgroup"); cgroup != 0) child.cgroup = cgroup;
  if (const std::uint32_t virtual_pid = small(event, "vpid"); virtual_pid != 0) child.virtual_pid = virtual_pid;
  if ((number(event, "flags") & kCloneParent) != 0 && parent->parent) {
    parent = parent->parent;
    --depth;
  }
  child.parent_pid = parent->key.pid;
  child.parent = parent;
  if (entry != nullptr) {
    // An event of it came first, and nothing else was known.
    child.comm = entry->process->comm;
    child.ended = entry->process->ended;
    *entry->process = std::move(child);
  } else {
    entry = &put(make(std::move(child)), false, time_ns);
  }
  entry->depth = depth;
  if (depth > kMaxDepth) limit_depth(*entry);
}

// What the kernel does to capabilities when user ids change (capabilities(7), "Effect of user ID changes"), as far as the effective id
// tells it. A program that has asked to keep them loses them here until its next exec.
void ProcessTable::apply_credentials(Process& process, const Event& event, std::uint32_t uid_before) {
  if (event.type() == BATTEN_CAPSET) {
    process.capabilities_inheritable = wide(event, "cap_inheritable");
    process.capabilities_permitted = wide(event, "cap_permitted");
    process.capabilities_effective = wide(event, "cap_effective");
    return;
  }
  if (uid_before != 0 && process.uid == 0) process.capabilities_effective = process.capabilities_permitted;
  if (uid_before != 0 || process.uid == 0) return;
  process.capabilities_effective = 0;
  const auto leaves_root = [&](std::string_view name) { return small(event, name) != 0 && small(event, name) != 0xffffffffu; };
  const bool all = event.type() == BATTEN_SETUID ||
                   (event.type() == BATTEN_SETRESUID && leaves_root("ruid") && leaves_root("euid") && leaves_root("suid"));
  if (all) process.capabilities_permitted = 0;
}

void ProcessTable::apply_directory(Process& process, const Event& event) {
  const model::EventRoles& roles = event.info().roles;
  if (const auto real = event.role_text(roles.real); real && !real->empty()) {
    process.directory = real->substr(0, kMaxDirectory);
    return;
  }
  const auto path = event.role_text(roles.path);
  if (!path || path->empty()) return;
  std::string_view from = event.role_text(roles.base).value_or(process.directory);
  if (from.starts_with('/')) from.remove_prefix(1);
  // A link in that directory would point to the same place.
  process.directory = ("/" + base::link_target(std::string(from) + "/x", *path)).substr(0, kMaxDirectory);
}

}  // namespace batten::monitor
