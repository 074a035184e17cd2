// SPDX-License-Identifier: Apache-2.0
#include "monitor/recording_items.h"

#include <algorithm>
#include <utility>

#include "base/reader.h"
#include "base/writer.h"
#include "monitor/container_json.h"

namespace batten::monitor {

using model::Process;

namespace {

constexpr std::size_t kMaxName = 4096, kMaxArguments = 64u << 10;

std::uint32_t u32(base::Reader& reader) {
  const std::uint64_t value = reader.varint();
  if (value > 0xffffffffu) reader.fail();
  return static_cast<std::uint32_t>(value);
}

std::string text(base::Reader& reader, std::size_t limit) {
  const std::string_view bytes = reader.sized();
  if (bytes.size() > limit) reader.fail();
  return reader.ok() ? std::string(bytes) : std::string();
}

constexpr std::uint64_t kEnded = 1, kKnown = 2;

}  // namespace

std::string pack_header(const RecordingHeader& header) {
  base::Writer out;
  out.varint(header.begin_ns);
  out.varint(header.boot_ns);
  out.sized(header.hostname);
  out.sized(header.kernel);
  out.sized(header.program);
  return out.take();
}

Result<RecordingHeader> unpack_header(std::string_view bytes) {
  base::Reader reader(bytes);
  RecordingHeader out;
  out.begin_ns = reader.varint();
  out.boot_ns = reader.varint();
  out.hostname = text(reader, kMaxName);
  out.kernel = text(reader, kMaxName);
  out.program = text(reader, kMaxName);
  TRY(reader.finish("recorded file: header"));
  return out;
}

std::string pack_process(const Process& process) {
  base::Writer out;
  out.varint(process.key.pid);
  out.varint(process.key.start_ns);
  for (std::uint64_t number : {process.parent_pid, process.group, process.session, process.virtual_pid, process.virtual_group,
                               process.virtual_session, process.terminal, process.uid, process.gid})
    out.varint(number);
  out.varint(static_cast<std::uint64_t>(process.login_uid + 1));
  for (std::uint64_t number : {process.capabilities_inheritable, process.capabilities_permitted, process.capabilities_effective,
                               process.cgroup, process.clone_ns, process.exec_ns})
    out.varint(number);
  out.varint((process.ended ? kEnded : 0) | (process.known ? kKnown : 0));
  out.sized(process.comm);
  out.sized(process.directory);
  static const model::Program kNone;
  const model::Program& program = process.program ? *process.program : kNone;
  out.sized(program.exe);
  out.sized(program.path);
  out.sized(program.arguments);
  out.sized(program.environment);
  for (std::uint64_t number : {program.flags, program.device, program.inode, program.changed_ns, program.modified_ns}) out.varint(number);
  out.varint(program.streams);
  return out.take();
}

Result<Process> unpack_process(std::string_view bytes) {
  base::Reader reader(bytes);
  Process out;
  out.key.pid = u32(reader);
  out.key.start_ns = reader.varint();
  for (std::uint32_t* number : {&out.parent_pid, &out.group, &out.session, &out.virtual_pid, &out.virtual_group, &out.virtual_session,
                                &out.terminal, &out.uid, &out.gid})
    *number = u32(reader);
  const std::uint64_t login = reader.varint();
  if (login > 0x1'0000'0000u) reader.fail();
  out.login_uid = static_cast<std::int64_t>(login) - 1;
  for (std::uint64_t* number :
       {&out.capabilities_inheritable, &out.capabilities_permitted, &out.capabilities_effective, &out.cgroup, &out.clone_ns, &out.exec_ns})
    *number = reader.varint();
  const std::uint64_t flags = reader.varint();
  out.ended = (flags & kEnded) != 0;
  out.known = (flags & kKnown) != 0;
  out.comm = text(reader, kMaxName);
  out.directory = text(reader, kMaxName);
  model::Program program;
  program.exe = text(reader, kMaxArguments);
  program.path = text(reader, 2 * kMaxName);
  program.arguments = text(reader, kMaxArguments);
  program.environment = text(reader, kMaxArguments);
  for (std::uint64_t* number : {&program.flags, &program.device, &program.inode, &program.changed_ns, &program.modified_ns})
    *number = reader.varint();
  if (reader.remaining() > 0) program.streams = reader.varint();
  TRY(reader.finish("recorded file: process"));
  out.program = std::make_shared<const model::Program>(std::move(program));
  return out;
}

std::string pack_container(std::uint64_t cgroup, const model::RunningContainer* container) {
  base::Writer out;
  out.u64le(cgroup);
  if (container != nullptr) out.bytes(container_json(*container));
  return out.take();
}

Result<RecordedContainer> unpack_container(std::string_view bytes) {
  base::Reader reader(bytes);
  RecordedContainer out;
  out.cgroup = reader.u64le();
  TRY(reader.finish("recorded file: container"));
  if (reader.remaining() > 0) out.container = TRY(parse_container_json(reader.bytes(reader.remaining())));
  return out;
}

}  // namespace batten::monitor
