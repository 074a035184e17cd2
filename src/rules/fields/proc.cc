// SPDX-License-Identifier: Apache-2.0
//
// Processes and their ancestors: proc.*.
#include <algorithm>
#include <string>

#include "model/flag_names.h"
#include "rules/process_tree.h"

namespace batten::rules::fields {
namespace {

using model::Process;

Value text_or_none(std::string_view text) { return text.empty() ? Value::none() : Value::of_text(text); }
Value number_or_none(std::uint64_t number) { return number == 0 ? Value::none() : Value::of_number(static_cast<std::int64_t>(number)); }
const Process& process_of(const Question& q) { return *q.moment.process; }

Value name_of(const Process& process, Scratch&) { return text_or_none(process.comm); }
Value exe_of(const Process& process, Scratch&) { return text_or_none(process.program->exe); }
Value path_of(const Process& process, Scratch&) { return text_or_none(process.program->path); }
Value line_of(const Process& process, Scratch& scratch) { return text_or_none(command_line_text(process.comm, process, scratch)); }
Value pid_of(const Process& process, Scratch&) { return Value::of_number(process.key.pid); }
Value began(const Process& process, Scratch&) { return number_or_none(process.clone_ns); }
Value whole_environment(const Process& process, Scratch& scratch) {
  return text_or_none(joined_strings(process.program->environment, scratch));
}

template <ProcessAnswer Answer>
Value own(const Question& q) {
  return Answer(process_of(q), q.scratch);
}
template <ProcessAnswer Answer>
Value parents(const Question& q) {
  return process_of(q).parent ? Answer(*process_of(q).parent, q.scratch) : Value::none();
}
template <ProcessAnswer Answer>
Value ancestors(const Question& q) {
  return ancestor_answer(q, Answer);
}
template <ProcessAnswer Answer>
Value of_session(const Question& q) {
  return Answer(session_leader(process_of(q)), q.scratch);
}
template <ProcessAnswer Answer>
Value of_virtual_group(const Question& q) {
  return Answer(virtual_group_leader(process_of(q)), q.scratch);
}
template <ProcessAnswer Answer>
Value of_group(const Question& q) {
  return Answer(group_leader(process_of(q)), q.scratch);
}

Value own_name(const Question& q) {
  return text_or_none(process_of(q).comm.empty() ? q.moment.event->comm() : std::string_view(process_of(q).comm));
}

Value arguments(const Question& q) {
  const std::string_view all = process_of(q).program->arguments;
  // A program without arguments has none to speak of, which is not to say that they are not known.
  if (!q.argument.given) return process_of(q).known ? Value::of_text(joined_strings(all, q.scratch)) : Value::none();
  std::string_view rest = all;
  for (std::int64_t left = q.argument.number; !rest.empty(); --left) {
    const std::size_t end = rest.find('\0');
    if (left == 0) return Value::of_text(rest.substr(0, end));
    if (end == std::string_view::npos) break;
    rest.remove_prefix(end + 1);
  }
  return Value::none();
}
Value argument_count(const Question& q) {
  return Value::of_number(static_cast<std::int64_t>(std::ranges::count(process_of(q).program->arguments, '\0')));
}
Value argument_length(const Question& q) {
  const std::string& all = process_of(q).program->arguments;
  return Value::of_number(static_cast<std::int64_t>(all.size()) - std::ranges::count(all, '\0'));
}
Value exe_line(const Question& q) { return text_or_none(command_line_text(process_of(q).program->exe, process_of(q), q.scratch)); }
Value environment(const Question& q) {
  if (!q.argument.given) return whole_environment(process_of(q), q.scratch);
  const auto found = environment_value(process_of(q).program->environment, q.argument.text);
  return found ? Value::of_text(*found) : Value::none();
}
Value ancestor_environment(const Question& q) {
  if (!q.argument.given || q.argument.number >= 0) return ancestor_answer(q, whole_environment);
  unsigned left = kMaxAncestors;
  for (const Process* one = process_of(q).parent.get(); one != nullptr && left > 0; one = one->parent.get(), --left) {
    if (const auto found = environment_value(one->program->environment, q.argument.text)) return Value::of_text(*found);
  }
  return Value::none();
}
// Ends in '/', as Falco's does: "proc.cwd startswith /tmp/" holds for /tmp too.
Value directory(const Question& q) {
  const std::string_view path = process_of(q).directory;
  if (path.empty() || path.ends_with('/')) return text_or_none(path);
  const std::span<char> out = q.scratch.space(path.size() + 1);
  *std::ranges::copy(path, out.begin()).out = '/';
  return Value::of_text({out.data(), out.size()});
}
Value login_shell(const Question& q) {
  const Process* shell = nullptr;
  unsigned left = kMaxAncestors;
  for (const Process* one = &process_of(q); one != nullptr && left > 0; one = one->parent.get(), --left) {
    if (one->comm.ends_with("sh")) shell = one;
  }
  return shell == nullptr ? Value::none() : Value::of_number(shell->key.pid);
}
Value terminal(const Question& q) { return Value::of_number(process_of(q).terminal); }
Value parent_pid(const Question& q) {
  return Value::of_number(process_of(q).parent ? process_of(q).parent->key.pid : process_of(q).parent_pid);
}
Value virtual_pid(const Question& q) { return Value::of_number(process_of(q).virtual_pid); }
Value parent_virtual_pid(const Question& q) {
  return process_of(q).parent ? Value::of_number(process_of(q).parent->virtual_pid) : Value::none();
}
Value session(const Question& q) { return Value::of_number(process_of(q).session); }
Value group(const Question& q) { return Value::of_number(process_of(q).group); }
Value virtual_group(const Question& q) { return Value::of_number(process_of(q).virtual_group); }
Value since(const Question& q, std::uint64_t begin) {
  return begin == 0 ? Value::none() : Value::of_number(static_cast<std::int64_t>(q.moment.time_ns) - static_cast<std::int64_t>(begin));
}
Value duration(const Question& q) { return since(q, process_of(q).clone_ns); }
Value parent_duration(const Question& q) { return process_of(q).parent ? since(q, process_of(q).parent->clone_ns) : Value::none(); }
template <std::uint64_t Flag>
Value flag(const Question& q) {
  return Value::of_bool((process_of(q).program->flags & Flag) != 0);
}
Value leads_session(const Question& q) { return Value::of_bool(process_of(q).virtual_session == process_of(q).virtual_pid); }
Value leads_virtual_group(const Question& q) { return Value::of_bool(process_of(q).virtual_group == process_of(q).virtual_pid); }
Value leads_group(const Question& q) { return Value::of_bool(process_of(q).group == process_of(q).key.pid); }
Value inode(const Question& q) { return number_or_none(process_of(q).program->inode); }
Value changed(const Question& q) { return number_or_none(process_of(q).program->changed_ns); }
Value modified(const Question& q) { return number_or_none(process_of(q).program->modified_ns); }
Value change_to_start(const Question& q) {
  const Process& process = process_of(q);
  if (process.program->changed_ns == 0 || process.clone_ns == 0) return Value::none();
  return Value::of_number(static_cast<std::int64_t>(process.clone_ns) - static_cast<std::int64_t>(process.program->changed_ns));
}
Value container_start(const Question& q) { return number_or_none(container_start_ns(q.moment)); }
Value none(const Question&) { return Value::none(); }
Value no(const Question&) { return Value::of_bool(false); }

constexpr Field kFields[] = {
    {.name = "proc.name", .kind = Value::Kind::kText, .description = "Name (comm, 15 characters) of the process.", .get = own_name},
    {.name = "proc.pname", .kind = Value::Kind::kText, .description = "Name (comm, 15 characters) of the parent.", .get = parents<name_of>},
    {.name = "proc.aname",
     .kind = Value::Kind::kText,
     .argument = ArgumentRule::kOptionalIndex,
     .description = "Name (comm, 15 characters) of the ancestor with that number (1: the parent), or of any ancestor.",
     .get = ancestors<name_of>,
     .several = Several::kAny},
    {.name = "proc.exe", .kind = Value::Kind::kText, .description = "argv[0] of the process.", .get = own<exe_of>},
    {.name = "proc.pexe", .kind = Value::Kind::kText, .description = "argv[0] of the parent.", .get = parents<exe_of>},
    {.name = "proc.aexe",
     .kind = Value::Kind::kText,
     .argument = ArgumentRule::kOptionalIndex,
     .description = "argv[0] of the ancestor with that number (1: the parent), or of any ancestor.",
     .get = ancestors<exe_of>,
     .several = Several::kAny},
    {.name = "proc.exepath", .kind = Value::Kind::kText, .description = "Path of the file that runs, of the process.", .get = own<path_of>},
    {.name = "proc.pexepath",
     .kind = Value::Kind::kText,
     .description = "Path of the file that runs, of the parent.",
     .get = parents<path_of>},
    {.name = "proc.aexepath",
     .kind = Value::Kind::kText,
     .argument = ArgumentRule::kOptionalIndex,
     .description = "Path of the file that runs, of the ancestor with that number (1: the parent), or of any ancestor.",
     .get = ancestors<path_of>,
     .several = Several::kAny},
    {.name = "proc.cmdline", .kind = Value::Kind::kText, .description = "Name and arguments of the process.", .get = own<line_of>},
    {.name = "proc.pcmdline", .kind = Value::Kind::kText, .description = "Name and arguments of the parent.", .get = parents<line_of>},
    {.name = "proc.acmdline",
     .kind = Value::Kind::kText,
     .argument = ArgumentRule::kOptionalIndex,
     .description = "Name and arguments of the ancestor with that number (1: the parent), or of any ancestor.",
     .get = ancestors<line_of>,
     .several = Several::kAny},
    {.name = "proc.args",
     .kind = Value::Kind::kText,
     .argument = ArgumentRule::kOptionalIndex,
     .description = "Arguments without argv[0], or one of them by number.",
     .get = arguments},
    {.name = "proc.cmdnargs", .kind = Value::Kind::kNumber, .description = "Number of arguments.", .get = argument_count},
    {.name = "proc.cmdlenargs",
     .kind = Value::Kind::kNumber,
     .description = "Length of all arguments without blanks between them.",
     .get = argument_length},
    {.name = "proc.exeline", .kind = Value::Kind::kText, .description = "argv[0] and arguments.", .get = exe_line},
    {.name = "proc.env",
     .kind = Value::Kind::kText,
     .argument = ArgumentRule::kOptionalKey,
     .description = "All variables of the environment, or the value of one.",
     .get = environment},
    {.name = "proc.aenv",
     .kind = Value::Kind::kText,
     .argument = ArgumentRule::kOptionalKey,
     .description = "Environment of any ancestor; with a number of that one; with a name its value in the nearest that has it.",
     .get = ancestor_environment,
     .several = Several::kAny},
    {.name = "proc.cwd", .kind = Value::Kind::kText, .description = "Current directory, with a / at its end.", .get = directory},
    {.name = "proc.loginshellid",
     .kind = Value::Kind::kNumber,
     .description = "Pid of the eldest shell among the ancestors.",
     .get = login_shell},
    {.name = "proc.tty", .kind = Value::Kind::kNumber, .description = "Controlling terminal, 0 for none.", .get = terminal},
    {.name = "proc.pid", .kind = Value::Kind::kNumber, .description = "Pid as the host counts.", .get = own<pid_of>},
    {.name = "proc.ppid", .kind = Value::Kind::kNumber, .description = "Pid of the parent.", .get = parent_pid},
    {.name = "proc.apid",
     .kind = Value::Kind::kNumber,
     .argument = ArgumentRule::kOptionalIndex,
     .description = "Pid of the ancestor with that number, or of any.",
     .get = ancestors<pid_of>,
     .several = Several::kAny},
    {.name = "proc.vpid", .kind = Value::Kind::kNumber, .description = "Pid as its own namespace counts.", .get = virtual_pid},
    {.name = "proc.pvpid", .kind = Value::Kind::kNumber, .description = "The same of the parent.", .get = parent_virtual_pid},
    {.name = "proc.sid", .kind = Value::Kind::kNumber, .description = "Session id.", .get = session},
    {.name = "proc.sname", .kind = Value::Kind::kText, .description = "Name of the leader of the session.", .get = of_session<name_of>},
    {.name = "proc.sid.exe", .kind = Value::Kind::kText, .description = "argv[0] of the leader of the session.", .get = of_session<exe_of>},
    {.name = "proc.sid.exepath",
     .kind = Value::Kind::kText,
     .description = "Path of the file that the leader of the session runs.",
     .get = of_session<path_of>},
    {.name = "proc.pgid", .kind = Value::Kind::kNumber, .description = "Process group.", .get = group},
    {.name = "proc.pgid.name",
     .kind = Value::Kind::kText,
     .description = "Name of the leader of the process group.",
     .get = of_group<name_of>},
    {.name = "proc.pgid.exe",
     .kind = Value::Kind::kText,
     .description = "argv[0] of the leader of the process group.",
     .get = of_group<exe_of>},
    {.name = "proc.pgid.exepath",
     .kind = Value::Kind::kText,
     .description = "Path of the file that the leader of the process group runs.",
     .get = of_group<path_of>},
    {.name = "proc.vpgid", .kind = Value::Kind::kNumber, .description = "Process group as its own namespace counts.", .get = virtual_group},
    {.name = "proc.vpgid.name",
     .kind = Value::Kind::kText,
     .description = "Name of the leader of the process group.",
     .get = of_virtual_group<name_of>},
    {.name = "proc.vpgid.exe",
     .kind = Value::Kind::kText,
     .description = "argv[0] of the leader of the process group.",
     .get = of_virtual_group<exe_of>},
    {.name = "proc.vpgid.exepath",
     .kind = Value::Kind::kText,
     .description = "Path of the file that the leader of the process group runs.",
     .get = of_virtual_group<path_of>},
    {.name = "proc.duration", .kind = Value::Kind::kNumber, .description = "Nanoseconds since it began.", .get = duration},
    {.name = "proc.ppid.duration",
     .kind = Value::Kind::kNumber,
     .description = "Nanoseconds since the parent began.",
     .get = parent_duration},
    {.name = "proc.pid.ts", .kind = Value::Kind::kNumber, .description = "When it began, ns since 1970.", .get = own<began>},
    {.name = "proc.ppid.ts", .kind = Value::Kind::kNumber, .description = "When the parent began, ns since 1970.", .get = parents<began>},
    {.name = "proc.is_exe_writable",
     .kind = Value::Kind::kBool,
     .description = "Whether its user may write the file that runs.",
     .get = flag<model::kExeWritable>},
    {.name = "proc.is_exe_upper_layer",
     .kind = Value::Kind::kBool,
     .description = "Whether that file is not of the image but in the upper layer of an overlay.",
     .get = flag<model::kExeUpperLayer>},
    {.name = "proc.is_exe_lower_layer",
     .kind = Value::Kind::kBool,
     .description = "Whether that file is in a lower layer of an overlay.",
     .get = flag<model::kExeLowerLayer>},
    {.name = "proc.is_exe_from_memfd",
     .kind = Value::Kind::kBool,
     .description = "Whether that file is in memory only (memfd_create).",
     .get = flag<model::kExeFromMemfd>},
    {.name = "proc.is_sid_leader", .kind = Value::Kind::kBool, .description = "Whether it leads its session.", .get = leads_session},
    {.name = "proc.is_vpgid_leader",
     .kind = Value::Kind::kBool,
     .description = "Whether it leads its process group, as its own namespace counts.",
     .get = leads_virtual_group},
    {.name = "proc.is_pgid_leader", .kind = Value::Kind::kBool, .description = "Whether it leads its process group.", .get = leads_group},
    {.name = "proc.exe_ino", .kind = Value::Kind::kNumber, .description = "Inode of the file that runs.", .get = inode},
    {.name = "proc.exe_ino.ctime",
     .kind = Value::Kind::kNumber,
     .description = "When the inode of the file that runs changed, ns since 1970.",
     .get = changed},
    {.name = "proc.exe_ino.mtime",
     .kind = Value::Kind::kNumber,
     .description = "When the file that runs was written, ns since 1970.",
     .get = modified},
    {.name = "proc.exe_ino.ctime_duration_proc_start",
     .kind = Value::Kind::kNumber,
     .description = "Nanoseconds from that change to the start of the process.",
     .get = change_to_start},
    {.name = "proc.exe_ino.ctime_duration_pidns_start",
     .kind = Value::Kind::kNumber,
     .description = "Not known here: never has a value.",
     .get = none},
    {.name = "proc.pidns_init_start_ts",
     .kind = Value::Kind::kNumber,
     .description = "When its container was started, ns since 1970.",
     .get = container_start},
    {.name = "proc.is_container_healthcheck", .kind = Value::Kind::kBool, .description = "Not known here: always false.", .get = no},
    {.name = "proc.is_container_liveness_probe", .kind = Value::Kind::kBool, .description = "Not known here: always false.", .get = no},
    {.name = "proc.is_container_readiness_probe", .kind = Value::Kind::kBool, .description = "Not known here: always false.", .get = no},
    {.name = "proc.fdopencount", .kind = Value::Kind::kNumber, .description = "Not measured: never has a value.", .get = none},
    {.name = "proc.fdlimit", .kind = Value::Kind::kNumber, .description = "Not measured: never has a value.", .get = none},
    {.name = "proc.fdusage", .kind = Value::Kind::kNumber, .description = "Not measured: never has a value.", .get = none},
    {.name = "proc.vmsize", .kind = Value::Kind::kNumber, .description = "Not measured: never has a value.", .get = none},
    {.name = "proc.vmrss", .kind = Value::Kind::kNumber, .description = "Not measured: never has a value.", .get = none},
    {.name = "proc.vmswap", .kind = Value::Kind::kNumber, .description = "Not measured: never has a value.", .get = none},
    {.name = "proc.nthreads", .kind = Value::Kind::kNumber, .description = "Not measured: never has a value.", .get = none},
    {.name = "proc.nchilds", .kind = Value::Kind::kNumber, .description = "Not measured: never has a value.", .get = none},
};

constexpr std::string_view kTree =
    "{execve: {}, process: {name: ls, exe: ls, exepath: /bin/ls, args: [-l, /tmp], env: [HOME=/root, TERM=xterm], cwd: /srv, "
    "pid: 100, vpid: 5, sid: 90, vsid: 1, pgid: 95, vpgid: 4, tty: 34816, clone: 1767323044000000000, exe_ino: 4711, exe_ctim"
    "e: 1767323040000000000, exe_mtime: 1767323041000000000, exec: 1767323044500000000, flags: EXE_WRITABLE|EXE_UPPER_LAYER, "
    "cap_effective: 3, cap_permitted: 35, parent: [{name: bash, exe: -bash, exepath: /bin/bash, args: [-i], env: [SHLVL=2], p"
    "id: 90, vpid: 2, sid: 90, vsid: 1, pgid: 95, vpgid: 4, clone: 1767323035000000000}, {name: sshd, exe: sshd, exepath: /us"
    "r/sbin/sshd, pid: 50, sid: 50, vpgid: 3}]}}";
constexpr std::string_view kInit = "{execve: {}, process: {name: init, pid: 1}}";
constexpr FieldExample kExamples[] = {
    {kTree, "proc.name", "ls"},
    {kTree, "proc.pname", "bash"},
    {kInit, "proc.pname", "<NA>"},
    {kTree, "proc.aname[1]", "bash"},
    {kTree, "proc.aname[2]", "sshd"},
    {kTree, "proc.aname[3]", "<NA>"},
    {kTree, "proc.aname", "(bash,sshd)"},
    {kTree, "proc.exe", "ls"},
    {kTree, "proc.pexe", "-bash"},
    {kTree, "proc.aexe[2]", "sshd"},
    {kTree, "proc.exepath", "/bin/ls"},
    {kTree, "proc.pexepath", "/bin/bash"},
    {kTree, "proc.aexepath[2]", "/usr/sbin/sshd"},
    {kTree, "proc.cmdline", "ls -l /tmp"},
    {kTree, "proc.pcmdline", "bash -i"},
    {kTree, "proc.acmdline[2]", "sshd"},
    {kTree, "proc.args", "-l /tmp"},
    {kTree, "proc.args[1]", "/tmp"},
    {kTree, "proc.args[2]", "<NA>"},
    {kTree, "proc.cmdnargs", "2"},
    {kTree, "proc.cmdlenargs", "6"},
    {kTree, "proc.exeline", "ls -l /tmp"},
    {kTree, "proc.env", "HOME=/root TERM=xterm"},
    {kTree, "proc.env[TERM]", "xterm"},
    {kTree, "proc.env[TER]", "<NA>"},
    {kTree, "proc.aenv[SHLVL]", "2"},
    {kTree, "proc.aenv[1]", "SHLVL=2"},
    {kTree, "proc.cwd", "/srv/"},
    {kInit, "proc.cwd", "/"},
    {kTree, "proc.loginshellid", "90"},
    {kTree, "proc.tty", "34816"},
    {kTree, "proc.pid", "100"},
    {kTree, "proc.ppid", "90"},
    {kTree, "proc.apid[2]", "50"},
    {kTree, "proc.vpid", "5"},
    {kTree, "proc.pvpid", "2"},
    {kTree, "proc.sid", "90"},
    {kTree, "proc.sname", "bash"},
    {kTree, "proc.sid.exe", "-bash"},
    {kTree, "proc.sid.exepath", "/bin/bash"},
    {kTree, "proc.pgid", "95"},
    {kTree, "proc.pgid.name", "bash"},
    {kTree, "proc.pgid.exe", "-bash"},
    {kTree, "proc.pgid.exepath", "/bin/bash"},
    {kTree, "proc.vpgid", "4"},
    {kTree, "proc.vpgid.name", "bash"},
    {kTree, "proc.vpgid.exe", "-bash"},
    {kTree, "proc.vpgid.exepath", "/bin/bash"},
    {kTree, "proc.duration", "1000000000"},
    {kTree, "proc.ppid.duration", "10000000000"},
    {kTree, "proc.pid.ts", "1767323044000000000"},
    {kTree, "proc.ppid.ts", "1767323035000000000"},
    {kTree, "proc.is_exe_writable", "true"},
    {kTree, "proc.is_exe_upper_layer", "true"},
    {kTree, "proc.is_exe_lower_layer", "false"},
    {kTree, "proc.is_exe_from_memfd", "false"},
    {kTree, "proc.is_sid_leader", "false"},
    {kTree, "proc.is_vpgid_leader", "false"},
    {kTree, "proc.is_pgid_leader", "false"},
    {"{execve: {}, process: {name: ls, pid: 95, vpid: 5, pgid: 95, vpgid: 4}}", "proc.is_pgid_leader", "true"},
    {kTree, "proc.exe_ino", "4711"},
    {kTree, "proc.exe_ino.ctime", "1767323040000000000"},
    {kTree, "proc.exe_ino.mtime", "1767323041000000000"},
    {kTree, "proc.exe_ino.ctime_duration_proc_start", "4000000000"},
    {kTree, "proc.exe_ino.ctime_duration_pidns_start", "<NA>"},
    {"{execve: {}, container: {started: 1767323040000000000}}", "proc.pidns_init_start_ts", "1767323040000000000"},
    {kTree, "proc.is_container_healthcheck", "false"},
    {kTree, "proc.is_container_liveness_probe", "false"},
    {kTree, "proc.is_container_readiness_probe", "false"},
    {kTree, "proc.fdopencount", "<NA>"},
    {kTree, "proc.fdlimit", "<NA>"},
    {kTree, "proc.fdusage", "<NA>"},
    {kTree, "proc.vmsize", "<NA>"},
    {kTree, "proc.vmrss", "<NA>"},
    {kTree, "proc.vmswap", "<NA>"},
    {kTree, "proc.nthreads", "<NA>"},
    {kTree, "proc.nchilds", "<NA>"},
};

}  // namespace

extern constinit const FieldFamily proc;
constinit const FieldFamily proc{
    .name = "proc", .description = "the process that did it, and its ancestors", .fields = kFields, .examples = kExamples};

}  // namespace batten::rules::fields
