// SPDX-License-Identifier: Apache-2.0
#include "rules/event_text.h"

#include <string>
#include <utility>

#include "base/format.h"
#include "base/text.h"
#include "base/time.h"
#include "model/flag_names.h"
#include "rules/written_process.h"

namespace batten::rules {
namespace {

using model::EventBuilder;
using model::FlagSet;
using model::Param;
using model::ParamKind;

Error wrong(yaml::View at, std::string_view what) {
  return Error{Code::kInvalidArgument, format("{}: {}", yaml::to_text(at.start()), what)};
}

// "O_CREAT|O_WRONLY", or a number.
Result<std::int64_t> read_flags(yaml::View value, FlagSet names) {
  if (std::optional<std::int64_t> number = value.as_integer()) return *number;
  std::uint64_t out = 0;
  for (std::string_view name : base::split(value.string(), '|')) {
    std::optional<std::uint64_t> bit = model::parse_flag(names, name);
    if (!bit) return wrong(value, format("'{}' is not known", name));
    out |= *bit;
  }
  return static_cast<std::int64_t>(out);
}

Result<std::int64_t> read_result(yaml::View value) {
  if (std::optional<std::int64_t> number = value.as_integer()) return *number;
  if (value.string() == "SUCCESS") return 0;
  std::optional<int> number = model::parse_errno(value.string());
  if (!number) return wrong(value, format("'{}' is neither SUCCESS nor an error's name", value.string()));
  return -std::int64_t{*number};
}

Result<std::int64_t> read_number(yaml::View value, const Param& param) {
  if (param.kind == ParamKind::kFlags || param.kind == ParamKind::kName) return read_flags(value, param.names);
  if (param.kind == ParamKind::kResult || param.kind == ParamKind::kResultFd) return read_result(value);
  if (param.kind == ParamKind::kSignal && !value.as_integer()) return read_flags(value, FlagSet::kSignal);
  if (param.kind == ParamKind::kMode && value.string().starts_with('0')) {  // as chmod takes it
    std::int64_t out = 0;
    for (char c : value.string()) {
      if (c < '0' || c > '7') return wrong(value, "a mode is octal");
      out = out * 8 + (c - '0');
    }
    return out;
  }
  std::optional<std::int64_t> number = value.as_integer();
  if (!number) return wrong(value, format("{} is a number", param.name));
  return *number;
}

Result<void> set_param(EventBuilder& builder, yaml::View key, yaml::View value) {
  const std::string name(key.string());
  const int index = model::find_param(builder.info(), name);
  if (index < 0) return wrong(key, format("{} has no param '{}'", builder.info().name, name));
  const Param& param = builder.info().params[static_cast<std::size_t>(index)];
  switch (param.kind) {
    case ParamKind::kStrings: {
      std::vector<std::string> texts = value.strings();
      builder.strings(name, std::vector<std::string_view>(texts.begin(), texts.end()));
      return {};
    }
    case ParamKind::kSocket: {
      std::string path;
      Result<batten_socket> socket = parse_socket(value.string(), path);
      if (!socket) return wrong(value, socket.error().message);
      if (builder.info().type == BATTEN_ACCEPT || builder.info().type == BATTEN_ACCEPT4 || builder.info().type == BATTEN_LISTEN)
        socket->server = 1;
      builder.socket(name, *socket, path);
      return {};
    }
    case ParamKind::kText:
    case ParamKind::kPath:
    case ParamKind::kBytes: builder.text(name, value.string()); return {};
    default: builder.number(name, TRY(read_number(value, param))); return {};
  }
}

struct Parts {
  yaml::View type = {}, params = {}, process = {}, container = {}, time = {};
};

Result<Parts> take_apart(yaml::View event, yaml::View defaults) {
  if (!event.is_mapping()) return wrong(event, "an event is a mapping: {openat: {..}, process: {..}, container: {..}}");
  Parts out{.process = defaults["process"], .container = defaults["container"], .time = defaults["time"]};
  std::optional<Error> error;
  event.each_member([&](yaml::View key, yaml::View value) {
    const std::string_view name = key.string();
    if (name == "process")
      out.process = value;
    else if (name == "container")
      out.container = value;
    else if (name == "time")
      out.time = value;
    else if (out.type)
      error = wrong(key, format("'{}' is a second event; an event has one type", name));
    else
      out.type = key, out.params = value;
  });
  if (error) return *error;
  if (!out.type) return wrong(event, "no event type is written");
  return out;
}

// What the kernel says of an exec is what the process is afterwards.
void describe_exec(const model::Process& process, EventBuilder& builder) {
  const model::Program& program = *process.program;
  builder.text("exe", program.exe).text("args", program.arguments).text("cwd", process.directory).text("comm", process.comm);
  builder.text("env", program.environment).text("trusted_exepath", program.path).text("filename", program.path);
  builder.number("tid", process.key.pid).number("pid", process.key.pid).number("ptid", process.parent_pid).number("tty", process.terminal);
  builder.number("loginuid", process.login_uid).number("flags", static_cast<std::int64_t>(program.flags));
  builder.number("uid", process.uid).number("gid", process.gid).number("exe_ino", static_cast<std::int64_t>(program.inode));
  builder.number("cap_effective", static_cast<std::int64_t>(process.capabilities_effective));
  builder.number("cap_permitted", static_cast<std::int64_t>(process.capabilities_permitted));
  builder.number("cap_inheritable", static_cast<std::int64_t>(process.capabilities_inheritable));
}

Result<std::uint64_t> read_time(yaml::View time) {
  if (!time) return 1'767'323'045'000'000'000u;  // 2026-01-02T03:04:05Z
  if (std::optional<std::int64_t> ns = time.as_integer(); ns && *ns >= 0) return static_cast<std::uint64_t>(*ns);
  std::optional<std::int64_t> seconds = base::parse_time(time.string());
  if (!seconds || *seconds < 0) return wrong(time, "time is RFC 3339, or nanoseconds since 1970");
  return static_cast<std::uint64_t>(*seconds) * 1'000'000'000u;
}

}  // namespace

Result<WrittenEvent> read_event(yaml::View event, yaml::View defaults) {
  const Parts parts = TRY(take_apart(event, defaults));
  std::optional<model::EventType> type = model::parse_event_type(parts.type.string());
  if (!type) return wrong(parts.type, format("there is no event '{}'", parts.type.string()));
  std::shared_ptr<model::Process> process = TRY(read_process(parts.process));
  std::optional<model::RunningContainer> container;
  if (parts.container && !parts.container.is_null()) container = TRY(read_container(parts.container));
  const std::uint64_t time_ns = TRY(read_time(parts.time));

  EventBuilder builder(*type);
  builder.process(process->key).time(time_ns).owner(process->uid, process->gid).comm(process->comm);
  if (*type == BATTEN_EXECVE || *type == BATTEN_EXECVEAT) describe_exec(*process, builder);
  std::optional<Error> error;
  parts.params.each_member([&](yaml::View key, yaml::View value) {
    if (error) return;
    Result<void> set = set_param(builder, key, value);
    if (!set) error = set.error();
  });
  if (error) return *error;
  model::OwnedEvent made = TRY_IN(yaml::to_text(parts.type.start()), builder.build());
  return WrittenEvent{.event = std::move(made), .process = std::move(process), .container = std::move(container), .time_ns = time_ns};
}

Result<WrittenEvent> read_event_text(std::string_view text) {
  yaml::Document document = TRY(yaml::Document::parse(text));
  return read_event(document.root());
}

}  // namespace batten::rules
