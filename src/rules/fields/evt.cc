// SPDX-License-Identifier: Apache-2.0
//
// What happened: evt.*.
#include <string>

#include "rules/event_args.h"
#include "rules/event_category.h"
#include "rules/event_path.h"
#include "rules/event_time.h"
#include "rules/open_flags.h"

namespace batten::rules::fields {
namespace {

constexpr std::uint64_t kSecond = 1'000'000'000;

Value copy(const Question& q, const std::string& text) { return Value::of_text(q.scratch.copy(text)); }
Value signed_number(std::uint64_t number) { return Value::of_number(static_cast<std::int64_t>(number)); }

Value number(const Question& q) { return signed_number(q.moment.number); }
Value time(const Question& q) { return copy(q, clock_text(q.moment.time_ns)); }
Value time_s(const Question& q) { return copy(q, clock_text(q.moment.time_ns, false)); }
Value time_iso(const Question& q) { return copy(q, iso_text(q.moment.time_ns)); }
Value date(const Question& q) { return copy(q, date_text(q.moment.time_ns)); }
Value date_s(const Question& q) { return copy(q, date_text(q.moment.time_ns, false)); }
Value raw_time(const Question& q) { return signed_number(q.moment.time_ns); }
Value raw_time_s(const Question& q) { return signed_number(q.moment.time_ns / kSecond); }
Value raw_time_ns(const Question& q) { return signed_number(q.moment.time_ns % kSecond); }
Value source(const Question&) { return Value::of_text("syscall"); }
Value hostname(const Question& q) { return Value::of_text(q.moment.surroundings->hostname()); }
Value none(const Question&) { return Value::none(); }
Value no(const Question&) { return Value::of_bool(false); }
Value one(const Question&) { return Value::of_number(1); }

Value direction(const Question&) { return Value::of_text("<"); }
Value type(const Question& q) { return Value::of_text(q.moment.event->info().name); }
Value type_is(const Question& q) { return Value::of_number(q.argument.text == q.moment.event->info().name ? 1 : 0); }
Value category(const Question& q) { return Value::of_text(category_of(q.moment.event->type())); }

int find_argument(const model::EventTypeInfo& info, const FieldArgument& argument) {
  if (argument.number < 0) return model::find_param(info, argument.text);
  return argument.number < static_cast<std::int64_t>(info.params.size()) ? static_cast<int>(argument.number) : -1;
}
bool has_argument(const model::EventTypeInfo& info, const FieldArgument& argument) { return find_argument(info, argument) >= 0; }
Value argument(const Question& q) {
  const int index = find_argument(q.moment.event->info(), q.argument);
  return index < 0 ? Value::none() : argument_value(q, static_cast<unsigned>(index));
}
Value raw(const Question& q) {
  const int index = find_argument(q.moment.event->info(), q.argument);
  return index < 0 ? Value::none() : raw_argument(q, static_cast<unsigned>(index));
}
Value arguments(const Question& q) { return Value::of_text(all_arguments(q)); }

bool has_data(const model::EventTypeInfo& info, const FieldArgument&) {
  return model::find_param(info, "data") >= 0 && io_direction(info.type) != 0;
}
Value buffer(const Question& q) {
  const model::EventTypeInfo& info = q.moment.event->info();
  if (!has_data(info, {})) return Value::none();
  return raw_argument(q, static_cast<unsigned>(model::find_param(info, "data")));
}
Value buffer_length(const Question& q) {
  const Value data = buffer(q);
  return data.has_value() ? signed_number(data.text.size()) : Value::none();
}

bool has_result(const model::EventTypeInfo& info, const FieldArgument&) {
  return !info.params.empty() && !model::has_slot(info.params[0].kind);
}
Value result(const Question& q) {
  if (!has_result(q.moment.event->info(), {})) return Value::none();
  const std::int64_t number = q.moment.event->result();
  if (number >= 0) return Value::of_text("SUCCESS");
  const std::string_view name = number > -4096 ? model::errno_name(static_cast<int>(-number)) : std::string_view();
  return name.empty() ? copy(q, std::to_string(-number)) : Value::of_text(name);
}
Value raw_result(const Question& q) {
  return has_result(q.moment.event->info(), {}) ? Value::of_number(q.moment.event->result()) : Value::none();
}
bool is_failed(const Question& q) { return has_result(q.moment.event->info(), {}) && q.moment.event->result() < 0; }
Value failed(const Question& q) { return Value::of_bool(is_failed(q)); }
Value count_error(const Question& q) { return is_failed(q) ? Value::of_number(1) : Value::none(); }
template <char First>
Value count_error_of(const Question& q) {
  const std::string_view category = category_of(q.moment.event->type());
  const char own = category == "file" || category == "net" || category == "memory" ? category.front() : 'o';
  return is_failed(q) && own == First ? Value::of_number(1) : Value::none();
}

Value is_io(const Question& q) { return Value::of_bool(io_direction(q.moment.event->type()) != 0); }
Value is_io_read(const Question& q) { return Value::of_bool(io_direction(q.moment.event->type()) == 'r'); }
Value is_io_write(const Question& q) { return Value::of_bool(io_direction(q.moment.event->type()) == 'w'); }
Value io_dir(const Question& q) {
  const char direction = io_direction(q.moment.event->type());
  return direction == 0 ? Value::none() : Value::of_text(direction == 'r' ? "r" : "w");
}

Value path(const Question& q) {
  const auto found = event_path(q);
  return found ? Value::of_text(*found) : Value::none();
}
Value first_path(const Question& q) { return q.moment.event->info().roles.path2 < 0 ? Value::none() : path(q); }
Value path2(const Question& q) {
  const auto found = event_path2(q);
  return found ? Value::of_text(*found) : Value::none();
}
bool has_path(const model::EventTypeInfo& info, const FieldArgument&) { return info.roles.path >= 0 || info.roles.real >= 0; }
bool has_path2(const model::EventTypeInfo& info, const FieldArgument&) { return info.roles.path2 >= 0; }

constexpr Field kFields[] = {
    {.name = "evt.num", .kind = Value::Kind::kNumber, .description = "Number of the event in this run.", .get = number},
    {.name = "evt.time", .kind = Value::Kind::kText, .description = "Local time with nanoseconds.", .get = time},
    {.name = "evt.time.s", .kind = Value::Kind::kText, .description = "Local time without nanoseconds.", .get = time_s},
    {.name = "evt.time.iso8601", .kind = Value::Kind::kText, .description = "UTC in ISO 8601 with nanoseconds.", .get = time_iso},
    {.name = "evt.datetime", .kind = Value::Kind::kText, .description = "Local date and time with nanoseconds.", .get = date},
    {.name = "evt.datetime.s", .kind = Value::Kind::kText, .description = "Local date and time without nanoseconds.", .get = date_s},
    {.name = "evt.rawtime", .kind = Value::Kind::kNumber, .description = "Nanoseconds since 1970.", .get = raw_time},
    {.name = "evt.rawtime.s", .kind = Value::Kind::kNumber, .description = "Seconds since 1970.", .get = raw_time_s},
    {.name = "evt.rawtime.ns", .kind = Value::Kind::kNumber, .description = "Nanoseconds of the second.", .get = raw_time_ns},
    {.name = "evt.reltime", .kind = Value::Kind::kNumber, .description = "Not known here: never has a value.", .get = none},
    {.name = "evt.reltime.s", .kind = Value::Kind::kNumber, .description = "Not known here: never has a value.", .get = none},
    {.name = "evt.reltime.ns", .kind = Value::Kind::kNumber, .description = "Not known here: never has a value.", .get = none},
    {.name = "evt.pluginname", .kind = Value::Kind::kText, .description = "There are no plugins: never has a value.", .get = none},
    {.name = "evt.plugininfo", .kind = Value::Kind::kText, .description = "There are no plugins: never has a value.", .get = none},
    {.name = "evt.source", .kind = Value::Kind::kText, .description = "Where events come from: syscall.", .get = source, .by_type = true},
    {.name = "evt.is_async", .kind = Value::Kind::kBool, .description = "Always false.", .get = no, .by_type = true},
    {.name = "evt.asynctype", .kind = Value::Kind::kText, .description = "Never has a value.", .get = none},
    {.name = "evt.hostname", .kind = Value::Kind::kText, .description = "Name of the host.", .get = hostname},
    {.name = "evt.latency", .kind = Value::Kind::kNumber, .description = "Not measured: never has a value.", .get = none},
    {.name = "evt.latency.s", .kind = Value::Kind::kNumber, .description = "Not measured: never has a value.", .get = none},
    {.name = "evt.latency.ns", .kind = Value::Kind::kNumber, .description = "Not measured: never has a value.", .get = none},
    {.name = "evt.latency.human", .kind = Value::Kind::kText, .description = "Not measured: never has a value.", .get = none},
    {.name = "evt.deltatime", .kind = Value::Kind::kNumber, .description = "Not measured: never has a value.", .get = none},
    {.name = "evt.deltatime.s", .kind = Value::Kind::kNumber, .description = "Not measured: never has a value.", .get = none},
    {.name = "evt.deltatime.ns", .kind = Value::Kind::kNumber, .description = "Not measured: never has a value.", .get = none},
    {.name = "evt.dir",
     .kind = Value::Kind::kText,
     .description = "Always \"<\": only returns of calls are seen.",
     .get = direction,
     .deprecated = true,
     .by_type = true},
    {.name = "evt.type", .kind = Value::Kind::kText, .description = "Name of the event: openat.", .get = type, .by_type = true},
    {.name = "evt.type.is",
     .kind = Value::Kind::kNumber,
     .argument = ArgumentRule::kKey,
     .description = "1 for events of that type, else 0.",
     .get = type_is,
     .by_type = true},
    {.name = "evt.category",
     .kind = Value::Kind::kText,
     .description = "file, net, process, user, signal, system, ...",
     .get = category,
     .by_type = true},
    {.name = "evt.cpu", .kind = Value::Kind::kNumber, .description = "Not known here: never has a value.", .get = none},
    {.name = "evt.args", .kind = Value::Kind::kText, .description = "All arguments: name=value, separated by blanks.", .get = arguments},
    {.name = "evt.arg",
     .kind = Value::Kind::kText,
     .argument = ArgumentRule::kKey,
     .description = "One argument by name or number, in words where there are some.",
     .get = argument,
     .real_path_matters = true,
     .may_have = has_argument},
    {.name = "evt.rawarg",
     .kind = Value::Kind::kNone,
     .argument = ArgumentRule::kKey,
     .description = "One argument as it came.",
     .get = raw,
     .may_have = has_argument},
    {.name = "evt.info", .kind = Value::Kind::kText, .description = "The same as evt.args.", .get = arguments},
    {.name = "evt.buffer",
     .kind = Value::Kind::kBytes,
     .description = "Data that was sent or received.",
     .get = buffer,
     .may_have = has_data},
    {.name = "evt.buflen", .kind = Value::Kind::kNumber, .description = "Length of that data.", .get = buffer_length, .may_have = has_data},
    {.name = "evt.res",
     .kind = Value::Kind::kText,
     .description = "SUCCESS or the name of the error.",
     .get = result,
     .may_have = has_result},
    {.name = "evt.rawres",
     .kind = Value::Kind::kNumber,
     .description = "What the call returned.",
     .get = raw_result,
     .may_have = has_result},
    {.name = "evt.failed", .kind = Value::Kind::kBool, .description = "Whether it returned an error.", .get = failed},
    {.name = "evt.is_io",
     .kind = Value::Kind::kBool,
     .description = "Whether it reads or writes a descriptor.",
     .get = is_io,
     .by_type = true},
    {.name = "evt.is_io_read",
     .kind = Value::Kind::kBool,
     .description = "Whether it reads from a descriptor.",
     .get = is_io_read,
     .by_type = true},
    {.name = "evt.is_io_write",
     .kind = Value::Kind::kBool,
     .description = "Whether it writes to a descriptor.",
     .get = is_io_write,
     .by_type = true},
    {.name = "evt.io_dir", .kind = Value::Kind::kText, .description = "r or w.", .get = io_dir, .by_type = true},
    {.name = "evt.is_wait", .kind = Value::Kind::kBool, .description = "Always false.", .get = no, .by_type = true},
    {.name = "evt.wait_latency", .kind = Value::Kind::kNumber, .description = "Not measured: never has a value.", .get = none},
    {.name = "evt.is_syslog", .kind = Value::Kind::kBool, .description = "Always false.", .get = no, .by_type = true},
    {.name = "evt.count", .kind = Value::Kind::kNumber, .description = "Always 1.", .get = one},
    {.name = "evt.count.error", .kind = Value::Kind::kNumber, .description = "1 when it returned an error.", .get = count_error},
    {.name = "evt.count.error.file",
     .kind = Value::Kind::kNumber,
     .description = "1 when a call on files returned an error.",
     .get = count_error_of<'f'>},
    {.name = "evt.count.error.net",
     .kind = Value::Kind::kNumber,
     .description = "1 when a call on the network returned an error.",
     .get = count_error_of<'n'>},
    {.name = "evt.count.error.memory",
     .kind = Value::Kind::kNumber,
     .description = "1 when a call on memory returned an error.",
     .get = count_error_of<'m'>},
    {.name = "evt.count.error.other",
     .kind = Value::Kind::kNumber,
     .description = "1 when another call returned an error.",
     .get = count_error_of<'o'>},
    {.name = "evt.count.exit", .kind = Value::Kind::kNumber, .description = "Always 1.", .get = one},
    {.name = "evt.abspath",
     .kind = Value::Kind::kText,
     .description = "Path of the call, joined to where it began.",
     .get = path,
     .real_path_matters = true,
     .may_have = has_path},
    {.name = "evt.abspath.src",
     .kind = Value::Kind::kText,
     .description = "The first path of a rename or link.",
     .get = first_path,
     .real_path_matters = true,
     .may_have = has_path2},
    {.name = "evt.abspath.dst",
     .kind = Value::Kind::kText,
     .description = "The second path of a rename or link.",
     .get = path2,
     .real_path_matters = true,
     .may_have = has_path2},
    {.name = "evt.is_open_read", .kind = Value::Kind::kBool, .description = "Whether a file is opened for reading.", .get = open_read},
    {.name = "evt.is_open_write", .kind = Value::Kind::kBool, .description = "Whether a file is opened for writing.", .get = open_write},
    {.name = "evt.is_open_exec",
     .kind = Value::Kind::kBool,
     .description = "Whether a file that can be executed is created.",
     .get = open_exec},
    {.name = "evt.is_open_create",
     .kind = Value::Kind::kBool,
     .description = "Whether the file was created by this open.",
     .get = open_create},
};

constexpr FieldExample kExamples[] = {
    {"{openat: {name: /etc/shadow, flags: O_WRONLY|O_TRUNC|O_CREAT, mode: 0640, fd: 3, dirfd: -100}, process: {name: cat}}", "evt.num",
     "7"},
    {"{openat: {name: /etc/shadow, flags: O_WRONLY|O_TRUNC|O_CREAT, mode: 0640, fd: 3, dirfd: -100}, process: {name: cat}, time: "
     "1767323045000000007}",
     "evt.time", "03:04:05.000000007"},
    {"{openat: {name: /etc/shadow, flags: O_WRONLY|O_TRUNC|O_CREAT, mode: 0640, fd: 3, dirfd: -100}, process: {name: cat}, time: "
     "1767323045000000007}",
     "evt.time.s", "03:04:05"},
    {"{openat: {name: /etc/shadow, flags: O_WRONLY|O_TRUNC|O_CREAT, mode: 0640, fd: 3, dirfd: -100}, process: {name: cat}, time: "
     "1767323045000000007}",
     "evt.time.iso8601", "2026-01-02T03:04:05.000000007+0000"},
    {"{openat: {name: /etc/shadow, flags: O_WRONLY|O_TRUNC|O_CREAT, mode: 0640, fd: 3, dirfd: -100}, process: {name: cat}, time: "
     "1767323045000000007}",
     "evt.datetime", "2026-01-02 03:04:05.000000007"},
    {"{openat: {name: /etc/shadow, flags: O_WRONLY|O_TRUNC|O_CREAT, mode: 0640, fd: 3, dirfd: -100}, process: {name: cat}, time: "
     "1767323045000000007}",
     "evt.datetime.s", "2026-01-02 03:04:05"},
    {"{openat: {name: /etc/shadow, flags: O_WRONLY|O_TRUNC|O_CREAT, mode: 0640, fd: 3, dirfd: -100}, process: {name: cat}, time: "
     "1767323045000000007}",
     "evt.rawtime", "1767323045000000007"},
    {"{openat: {name: /etc/shadow, flags: O_WRONLY|O_TRUNC|O_CREAT, mode: 0640, fd: 3, dirfd: -100}, process: {name: cat}, time: "
     "1767323045000000007}",
     "evt.rawtime.s", "1767323045"},
    {"{openat: {name: /etc/shadow, flags: O_WRONLY|O_TRUNC|O_CREAT, mode: 0640, fd: 3, dirfd: -100}, process: {name: cat}, time: "
     "1767323045000000007}",
     "evt.rawtime.ns", "7"},
    {"{openat: {name: /etc/shadow, flags: O_WRONLY|O_TRUNC|O_CREAT, mode: 0640, fd: 3, dirfd: -100}, process: {name: cat}}", "evt.reltime",
     "<NA>"},
    {"{openat: {name: /etc/shadow, flags: O_WRONLY|O_TRUNC|O_CREAT, mode: 0640, fd: 3, dirfd: -100}, process: {name: cat}}",
     "evt.reltime.s", "<NA>"},
    {"{openat: {name: /etc/shadow, flags: O_WRONLY|O_TRUNC|O_CREAT, mode: 0640, fd: 3, dirfd: -100}, process: {name: cat}}",
     "evt.reltime.ns", "<NA>"},
    {"{openat: {name: /etc/shadow, flags: O_WRONLY|O_TRUNC|O_CREAT, mode: 0640, fd: 3, dirfd: -100}, process: {name: cat}}",
     "evt.pluginname", "<NA>"},
    {"{openat: {name: /etc/shadow, flags: O_WRONLY|O_TRUNC|O_CREAT, mode: 0640, fd: 3, dirfd: -100}, process: {name: cat}}",
     "evt.plugininfo", "<NA>"},
    {"{openat: {name: /etc/shadow, flags: O_WRONLY|O_TRUNC|O_CREAT, mode: 0640, fd: 3, dirfd: -100}, process: {name: cat}}",
     "evt.asynctype", "<NA>"},
    {"{openat: {name: /etc/shadow, flags: O_WRONLY|O_TRUNC|O_CREAT, mode: 0640, fd: 3, dirfd: -100}, process: {name: cat}}", "evt.latency",
     "<NA>"},
    {"{openat: {name: /etc/shadow, flags: O_WRONLY|O_TRUNC|O_CREAT, mode: 0640, fd: 3, dirfd: -100}, process: {name: cat}}",
     "evt.latency.s", "<NA>"},
    {"{openat: {name: /etc/shadow, flags: O_WRONLY|O_TRUNC|O_CREAT, mode: 0640, fd: 3, dirfd: -100}, process: {name: cat}}",
     "evt.latency.ns", "<NA>"},
    {"{openat: {name: /etc/shadow, flags: O_WRONLY|O_TRUNC|O_CREAT, mode: 0640, fd: 3, dirfd: -100}, process: {name: cat}}",
     "evt.latency.human", "<NA>"},
    {"{openat: {name: /etc/shadow, flags: O_WRONLY|O_TRUNC|O_CREAT, mode: 0640, fd: 3, dirfd: -100}, process: {name: cat}}",
     "evt.deltatime", "<NA>"},
    {"{openat: {name: /etc/shadow, flags: O_WRONLY|O_TRUNC|O_CREAT, mode: 0640, fd: 3, dirfd: -100}, process: {name: cat}}",
     "evt.deltatime.s", "<NA>"},
    {"{openat: {name: /etc/shadow, flags: O_WRONLY|O_TRUNC|O_CREAT, mode: 0640, fd: 3, dirfd: -100}, process: {name: cat}}",
     "evt.deltatime.ns", "<NA>"},
    {"{openat: {name: /etc/shadow, flags: O_WRONLY|O_TRUNC|O_CREAT, mode: 0640, fd: 3, dirfd: -100}, process: {name: cat}}", "evt.cpu",
     "<NA>"},
    {"{openat: {name: /etc/shadow, flags: O_WRONLY|O_TRUNC|O_CREAT, mode: 0640, fd: 3, dirfd: -100}, process: {name: cat}}",
     "evt.wait_latency", "<NA>"},
    {"{openat: {name: /etc/shadow, flags: O_WRONLY|O_TRUNC|O_CREAT, mode: 0640, fd: 3, dirfd: -100}, process: {name: cat}}", "evt.source",
     "syscall"},
    {"{openat: {name: /etc/shadow, flags: O_WRONLY|O_TRUNC|O_CREAT, mode: 0640, fd: 3, dirfd: -100}, process: {name: cat}}", "evt.is_async",
     "false"},
    {"{openat: {name: /etc/shadow, flags: O_WRONLY|O_TRUNC|O_CREAT, mode: 0640, fd: 3, dirfd: -100}, process: {name: cat}}", "evt.hostname",
     "node1"},
    {"{openat: {name: /etc/shadow, flags: O_WRONLY|O_TRUNC|O_CREAT, mode: 0640, fd: 3, dirfd: -100}, process: {name: cat}}", "evt.dir",
     "<"},
    {"{openat: {name: /etc/shadow, flags: O_WRONLY|O_TRUNC|O_CREAT, mode: 0640, fd: 3, dirfd: -100}, process: {name: cat}}", "evt.type",
     "openat"},
    {"{openat: {name: /etc/shadow, flags: O_WRONLY|O_TRUNC|O_CREAT, mode: 0640, fd: 3, dirfd: -100}, process: {name: cat}}",
     "evt.type.is.openat", "1"},
    {"{openat: {name: /etc/shadow, flags: O_WRONLY|O_TRUNC|O_CREAT, mode: 0640, fd: 3, dirfd: -100}, process: {name: cat}}",
     "evt.type.is.open", "0"},
    {"{openat: {name: /etc/shadow, flags: O_WRONLY|O_TRUNC|O_CREAT, mode: 0640, fd: 3, dirfd: -100}, process: {name: cat}}", "evt.category",
     "file"},
    {"{openat: {name: /etc/shadow, flags: O_WRONLY|O_TRUNC|O_CREAT, mode: 0640, fd: 3, dirfd: -100}, process: {name: cat}}", "evt.args",
     "fd=3(<f>/etc/shadow) dirfd=-100(AT_FDCWD) name=/etc/shadow flags=577(O_TRUNC|O_CREAT|O_WRONLY) mode=0640(S_IRGRP|S_IWUSR|S_IRUSR) "
     "dev=0 ino=0"},
    {"{openat: {name: /etc/shadow, flags: O_WRONLY|O_TRUNC|O_CREAT, mode: 0640, fd: 3, dirfd: -100}, process: {name: cat}}", "evt.info",
     "fd=3(<f>/etc/shadow) dirfd=-100(AT_FDCWD) name=/etc/shadow flags=577(O_TRUNC|O_CREAT|O_WRONLY) mode=0640(S_IRGRP|S_IWUSR|S_IRUSR) "
     "dev=0 ino=0"},
    {"{openat: {name: /etc/hostname, flags: O_RDONLY, fd: 3, dirfd: -100}}", "evt.args",
     "fd=3(<f>/etc/hostname) dirfd=-100(AT_FDCWD) name=/etc/hostname flags=0(O_RDONLY) mode=0 dev=0 ino=0"},
    {"{renameat: {oldpath: a, oldbase: /tmp, newpath: ../b, newbase: /srv/x, olddirfd: -100, newdirfd: 5}}", "evt.args",
     "res=0 olddirfd=-100(AT_FDCWD) oldpath=a(/tmp/a) newdirfd=5 newpath=../b(/srv/b)"},
    {"{openat: {name: /etc/shadow, flags: O_WRONLY|O_TRUNC|O_CREAT, mode: 0640, fd: 3, dirfd: -100}, process: {name: cat}}",
     "evt.arg.flags", "O_TRUNC|O_CREAT|O_WRONLY"},
    {"{openat: {name: /etc/shadow, flags: O_WRONLY|O_TRUNC|O_CREAT, mode: 0640, fd: 3, dirfd: -100}, process: {name: cat}}", "evt.arg[2]",
     "/etc/shadow"},
    {"{renameat: {oldpath: a, oldbase: /tmp, newpath: ../b, newbase: /srv/x, olddirfd: -100, newdirfd: 5}}", "evt.arg.newpath", "/srv/b"},
    {"{openat: {name: /etc/shadow, flags: O_WRONLY|O_TRUNC|O_CREAT, mode: 0640, fd: 3, dirfd: -100}, process: {name: cat}}",
     "evt.arg.oldpath", "<NA>"},
    {"{openat: {name: /etc/none, flags: O_RDONLY, fd: ENOENT}}", "evt.arg.fd", "ENOENT"},
    {"{setresuid: {res: 0, ruid: 4294967295, euid: 0, suid: -1}}", "evt.args", "res=0 ruid=-1(<NONE>) euid=0(root) suid=-1(<NONE>)"},
    {"{setresuid: {res: 0, ruid: 4294967295, euid: 0, suid: -1}}", "evt.arg.ruid", "<NONE>"},
    {"{setuid: {uid: 0}}", "evt.arg.uid", "root"},
    {"{chmod: {filename: /bin/x, mode: 04755}}", "evt.arg.mode", "S_IXOTH|S_IROTH|S_IXGRP|S_IRGRP|S_IXUSR|S_IWUSR|S_IRUSR|S_ISUID"},
    {"{ptrace: {request: PTRACE_ATTACH, pid: 12}}", "evt.arg.request", "PTRACE_ATTACH"},
    {"{kill: {pid: 12, sig: SIGKILL}}", "evt.args", "res=0 pid=12 sig=9(SIGKILL)"},
    {"{openat: {name: /etc/shadow, flags: O_WRONLY|O_TRUNC|O_CREAT, mode: 0640, fd: 3, dirfd: -100}, process: {name: cat}}",
     "evt.rawarg.flags", "577"},
    {"{renameat: {oldpath: a, oldbase: /tmp, newpath: ../b, newbase: /srv/x, olddirfd: -100, newdirfd: 5}}", "evt.rawarg.newpath", "../b"},
    {"{sendto: {res: 5, data: \"ab\\x01c\", size: 4, fd: 3, tuple: \"10.0.0.2:4000->1.1.1.1:443\"}}", "evt.buffer", "ab.c"},
    {"{sendto: {res: 5, data: \"ab\\x01c\", size: 4, fd: 3, tuple: \"10.0.0.2:4000->1.1.1.1:443\"}}", "evt.buflen", "4"},
    {"{openat: {name: /etc/shadow, flags: O_WRONLY|O_TRUNC|O_CREAT, mode: 0640, fd: 3, dirfd: -100}, process: {name: cat}}", "evt.buffer",
     "<NA>"},
    {"{openat: {name: /etc/none, flags: O_RDONLY, fd: ENOENT}}", "evt.res", "ENOENT"},
    {"{openat: {name: /etc/shadow, flags: O_WRONLY|O_TRUNC|O_CREAT, mode: 0640, fd: 3, dirfd: -100}, process: {name: cat}}", "evt.res",
     "SUCCESS"},
    {"{openat: {name: /etc/none, flags: O_RDONLY, fd: ENOENT}}", "evt.rawres", "-2"},
    {"{openat: {name: /etc/shadow, flags: O_WRONLY|O_TRUNC|O_CREAT, mode: 0640, fd: 3, dirfd: -100}, process: {name: cat}}", "evt.rawres",
     "3"},
    {"{openat: {name: /etc/none, flags: O_RDONLY, fd: ENOENT}}", "evt.failed", "true"},
    {"{sendto: {res: 5, data: \"ab\\x01c\", size: 4, fd: 3, tuple: \"10.0.0.2:4000->1.1.1.1:443\"}}", "evt.is_io", "true"},
    {"{sendto: {res: 5, data: \"ab\\x01c\", size: 4, fd: 3, tuple: \"10.0.0.2:4000->1.1.1.1:443\"}}", "evt.is_io_read", "false"},
    {"{sendto: {res: 5, data: \"ab\\x01c\", size: 4, fd: 3, tuple: \"10.0.0.2:4000->1.1.1.1:443\"}}", "evt.is_io_write", "true"},
    {"{sendto: {res: 5, data: \"ab\\x01c\", size: 4, fd: 3, tuple: \"10.0.0.2:4000->1.1.1.1:443\"}}", "evt.io_dir", "w"},
    {"{openat: {name: /etc/shadow, flags: O_WRONLY|O_TRUNC|O_CREAT, mode: 0640, fd: 3, dirfd: -100}, process: {name: cat}}", "evt.is_wait",
     "false"},
    {"{openat: {name: /etc/shadow, flags: O_WRONLY|O_TRUNC|O_CREAT, mode: 0640, fd: 3, dirfd: -100}, process: {name: cat}}",
     "evt.is_syslog", "false"},
    {"{openat: {name: /etc/shadow, flags: O_WRONLY|O_TRUNC|O_CREAT, mode: 0640, fd: 3, dirfd: -100}, process: {name: cat}}", "evt.count",
     "1"},
    {"{openat: {name: /etc/none, flags: O_RDONLY, fd: ENOENT}}", "evt.count.error", "1"},
    {"{openat: {name: /etc/shadow, flags: O_WRONLY|O_TRUNC|O_CREAT, mode: 0640, fd: 3, dirfd: -100}, process: {name: cat}}",
     "evt.count.error", "<NA>"},
    {"{openat: {name: /etc/none, flags: O_RDONLY, fd: ENOENT}}", "evt.count.error.file", "1"},
    {"{openat: {name: /etc/none, flags: O_RDONLY, fd: ENOENT}}", "evt.count.error.net", "<NA>"},
    {"{openat: {name: /etc/none, flags: O_RDONLY, fd: ENOENT}}", "evt.count.error.memory", "<NA>"},
    {"{openat: {name: /etc/none, flags: O_RDONLY, fd: ENOENT}}", "evt.count.error.other", "<NA>"},
    {"{openat: {name: /etc/shadow, flags: O_WRONLY|O_TRUNC|O_CREAT, mode: 0640, fd: 3, dirfd: -100}, process: {name: cat}}",
     "evt.count.exit", "1"},
    {"{openat: {name: /etc/shadow, flags: O_WRONLY|O_TRUNC|O_CREAT, mode: 0640, fd: 3, dirfd: -100}, process: {name: cat}}", "evt.abspath",
     "/etc/shadow"},
    {"{renameat: {oldpath: a, oldbase: /tmp, newpath: ../b, newbase: /srv/x, olddirfd: -100, newdirfd: 5}}", "evt.abspath.src", "/tmp/a"},
    {"{renameat: {oldpath: a, oldbase: /tmp, newpath: ../b, newbase: /srv/x, olddirfd: -100, newdirfd: 5}}", "evt.abspath.dst", "/srv/b"},
    {"{openat: {name: /etc/none, flags: O_RDONLY, fd: ENOENT}}", "evt.is_open_read", "true"},
    {"{openat: {name: /etc/shadow, flags: O_WRONLY|O_TRUNC|O_CREAT, mode: 0640, fd: 3, dirfd: -100}, process: {name: cat}}",
     "evt.is_open_read", "false"},
    {"{openat: {name: /etc/shadow, flags: O_WRONLY|O_TRUNC|O_CREAT, mode: 0640, fd: 3, dirfd: -100}, process: {name: cat}}",
     "evt.is_open_write", "true"},
    {"{openat: {name: /tmp/x, flags: O_RDWR|O_CREAT|O_EXCL, mode: 0755, fd: 3}}", "evt.is_open_write", "true"},
    {"{openat: {name: /tmp/x, flags: O_RDWR|O_CREAT|O_EXCL, mode: 0755, fd: 3}}", "evt.is_open_exec", "true"},
    {"{openat: {name: /etc/shadow, flags: O_WRONLY|O_TRUNC|O_CREAT, mode: 0640, fd: 3, dirfd: -100}, process: {name: cat}}",
     "evt.is_open_exec", "false"},
    {"{openat: {name: /tmp/x, flags: O_RDWR|O_CREAT|O_EXCL, mode: 0755, fd: 3}}", "evt.is_open_create", "true"},
    {"{openat: {name: /etc/shadow, flags: O_WRONLY|O_TRUNC|O_CREAT, mode: 0640, fd: 3, dirfd: -100}, process: {name: cat}}",
     "evt.is_open_create", "false"},
};

}  // namespace

extern constinit const FieldFamily evt;
constinit const FieldFamily evt{.name = "evt", .description = "the event itself", .fields = kFields, .examples = kExamples};

}  // namespace batten::rules::fields
