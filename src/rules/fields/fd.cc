// SPDX-License-Identifier: Apache-2.0
//
// Descriptors: fd.*.
#include <netinet/in.h>
#include <sys/sysmacros.h>

#include <cerrno>
#include <string>

#include "model/flag_names.h"
#include "rules/event_path.h"
#include "rules/event_socket.h"

namespace batten::rules::fields {
namespace {

const model::Event& event_of(const Question& q) { return *q.moment.event; }
Value text_or_none(std::optional<std::string_view> text) { return text && !text->empty() ? Value::of_text(*text) : Value::none(); }
Value copy(const Question& q, const std::string& text) { return Value::of_text(q.scratch.copy(text)); }

bool is_file(const Question& q) {
  const char letter = descriptor_kind(event_of(q)).letter;
  return letter == 'f' || letter == 'd';
}

Value number(const Question& q) {
  const std::int8_t role = event_of(q).info().roles.fd;
  if (role < 0) return Value::none();
  const std::int64_t fd = event_of(q).number(static_cast<unsigned>(role));
  return Value::of_number(fd < 0 ? -1 : fd);
}
Value type(const Question& q) { return text_or_none(descriptor_kind(event_of(q)).name); }
Value type_letter(const Question& q) {
  const char letter = descriptor_kind(event_of(q)).letter;
  return letter == 0 ? Value::none() : Value::of_text(q.scratch.copy({&letter, 1}));
}
Value name(const Question& q) { return text_or_none(descriptor_name(q)); }
Value name_raw(const Question& q) {
  return is_file(q) ? text_or_none(event_of(q).role_text(event_of(q).info().roles.path)) : Value::none();
}
Value directory(const Question& q) {
  if (!is_file(q)) return Value::none();
  const auto path = descriptor_name(q);
  return path ? text_or_none(directory_of(*path)) : Value::none();
}
Value filename(const Question& q) {
  if (!is_file(q)) return Value::none();
  const auto path = descriptor_name(q);
  return path ? text_or_none(filename_of(*path)) : Value::none();
}
std::string container_prefix(const Question& q) {
  return (q.moment.container == nullptr ? std::string() : q.moment.container->id.substr(0, 12)) + ":";
}
Value container_name(const Question& q) {
  const Value own = name(q);
  return own.has_value() ? copy(q, container_prefix(q) + std::string(own.text)) : own;
}
Value container_directory(const Question& q) {
  const Value own = directory(q);
  return own.has_value() ? copy(q, container_prefix(q) + std::string(own.text)) : own;
}
Value unique(const Question& q) {
  const Value own = number(q);
  return own.has_value() ? copy(q, std::to_string(event_of(q).header().tid) + std::to_string(own.number)) : own;
}
template <int Part>
Value device(const Question& q) {
  const int index = model::find_param(event_of(q).info(), "dev");
  if (index < 0 || !is_file(q)) return Value::none();
  const std::int64_t dev = event_of(q).number(static_cast<unsigned>(index));
  const auto bits = static_cast<dev_t>(dev);
  return Value::of_number(Part == 0 ? dev : Part == 1 ? static_cast<std::int64_t>(major(bits)) : static_cast<std::int64_t>(minor(bits)));
}
Value inode(const Question& q) {
  const int index = model::find_param(event_of(q).info(), "ino");
  return index < 0 || !is_file(q) ? Value::none() : Value::of_number(event_of(q).number(static_cast<unsigned>(index)));
}
// Of what a call opens, since that is told by its flags; none: they tell no layer.
template <std::uint64_t Flag>
Value layer(const Question& q) {
  const int index = model::find_param(event_of(q).info(), "flags");
  if (index < 0 || event_of(q).info().params[static_cast<unsigned>(index)].names != model::FlagSet::kOpen) return Value::none();
  const auto flags = static_cast<std::uint64_t>(event_of(q).number(static_cast<unsigned>(index)));
  return (flags & (model::kOpenUpperLayer | model::kOpenLowerLayer)) == 0 ? Value::none() : Value::of_bool((flags & Flag) != 0);
}
Value types(const Question& q) {
  const Value own = type(q);
  if (!own.has_value()) return own;
  const std::span<std::string_view> list = q.scratch.texts(1);
  list[0] = own.text;
  return Value::of_list(list);
}

constexpr Field kFields[] = {
    {.name = "fd.num",
     .kind = Value::Kind::kNumber,
     .description = "Number of the descriptor, -1 when it could not be opened.",
     .get = number,
     .may_have = may_have_descriptor},
    {.name = "fd.type",
     .kind = Value::Kind::kText,
     .description = "file, directory, ipv4, ipv6, unix, pipe, event, ...",
     .get = type,
     .may_have = may_have_descriptor},
    {.name = "fd.typechar",
     .kind = Value::Kind::kText,
     .description = "The same as one letter: f d 4 6 u p e ...",
     .get = type_letter,
     .may_have = may_have_descriptor},
    {.name = "fd.name",
     .kind = Value::Kind::kText,
     .description = "Path of a file, both ends of a connection.",
     .get = name,
     .real_path_matters = true,
     .may_have = may_have_descriptor},
    {.name = "fd.nameraw",
     .kind = Value::Kind::kText,
     .description = "Path as the program gave it.",
     .get = name_raw,
     .may_have = may_have_descriptor},
    {.name = "fd.directory",
     .kind = Value::Kind::kText,
     .description = "Directory of the file.",
     .get = directory,
     .real_path_matters = true,
     .may_have = may_have_descriptor},
    {.name = "fd.filename",
     .kind = Value::Kind::kText,
     .description = "Name of the file without its directory.",
     .get = filename,
     .real_path_matters = true,
     .may_have = may_have_descriptor},
    {.name = "fd.uid",
     .kind = Value::Kind::kText,
     .description = "Thread and number, chained.",
     .get = unique,
     .may_have = may_have_descriptor},
    {.name = "fd.containername",
     .kind = Value::Kind::kText,
     .description = "Container and name, chained.",
     .get = container_name,
     .real_path_matters = true,
     .may_have = may_have_descriptor},
    {.name = "fd.containerdirectory",
     .kind = Value::Kind::kText,
     .description = "Container and directory, chained.",
     .get = container_directory,
     .real_path_matters = true,
     .may_have = may_have_descriptor},
    {.name = "fd.dev",
     .kind = Value::Kind::kNumber,
     .description = "Device that holds the file.",
     .get = device<0>,
     .may_have = may_have_descriptor},
    {.name = "fd.dev.major",
     .kind = Value::Kind::kNumber,
     .description = "Its major number.",
     .get = device<1>,
     .may_have = may_have_descriptor},
    {.name = "fd.dev.minor",
     .kind = Value::Kind::kNumber,
     .description = "Its minor number.",
     .get = device<2>,
     .may_have = may_have_descriptor},
    {.name = "fd.ino", .kind = Value::Kind::kNumber, .description = "Inode of the file.", .get = inode, .may_have = may_have_descriptor},
    {.name = "fd.is_upper_layer",
     .kind = Value::Kind::kBool,
     .description = "Whether the file that was opened is in the upper layer of an overlay, where the kernel's programs tell.",
     .get = layer<model::kOpenUpperLayer>,
     .may_have = may_have_descriptor},
    {.name = "fd.is_lower_layer",
     .kind = Value::Kind::kBool,
     .description = "Whether it is in a lower layer of an overlay.",
     .get = layer<model::kOpenLowerLayer>,
     .may_have = may_have_descriptor},
    {.name = "fd.types",
     .kind = Value::Kind::kList,
     .argument = ArgumentRule::kOptionalIndex,
     .description = "Types of the descriptors of the call.",
     .get = types,
     .may_have = may_have_descriptor},
};

constexpr FieldExample kExamples[] = {
    {"{openat: {name: /etc/shadow, flags: O_WRONLY|O_TRUNC|O_CREAT, mode: 0640, fd: 3, dirfd: -100}, process: {name: cat}}", "fd.num", "3"},
    {"{openat: {name: /etc/none, flags: O_RDONLY, fd: ENOENT}}", "fd.num", "-1"},
    {"{openat: {name: /etc/shadow, flags: O_WRONLY|O_TRUNC|O_CREAT, mode: 0640, fd: 3, dirfd: -100}, process: {name: cat}}", "fd.type",
     "file"},
    {"{openat: {name: /etc/shadow, flags: O_WRONLY|O_TRUNC|O_CREAT, mode: 0640, fd: 3, dirfd: -100}, process: {name: cat}}", "fd.typechar",
     "f"},
    {"{openat: {name: /tmp, flags: O_DIRECTORY, fd: 3}}", "fd.typechar", "d"},
    {"{connect: {fd: 5, tuple: \"10.0.0.2:4000->93.184.216.34:443\"}, container: {id: 3ad7b26ded6d}}", "fd.typechar", "4"},
    {"{connect: {fd: 5, tuple: /run/docker.sock}}", "fd.typechar", "u"},
    {"{connect: {fd: 5, tuple: \"10.0.0.2:4000->93.184.216.34:443\"}, container: {id: 3ad7b26ded6d}}", "fd.type", "ipv4"},
    {"{bpf: {cmd: BPF_PROG_LOAD, fd: 4}}", "fd.typechar", "b"},
    {"{openat: {name: ../etc//shadow, base: /var, flags: O_RDONLY, fd: 3, dev: 2049, ino: 77}}", "fd.name", "/etc/shadow"},
    {"{openat: {name: /etc/none, flags: O_RDONLY, fd: ENOENT}}", "fd.name", "/etc/none"},
    {"{connect: {fd: 5, tuple: \"10.0.0.2:4000->93.184.216.34:443\"}, container: {id: 3ad7b26ded6d}}", "fd.name",
     "10.0.0.2:4000->93.184.216.34:443"},
    {"{accept: {fd: 6, tuple: \"10.0.0.2:80->10.0.0.9:5000\"}}", "fd.name", "10.0.0.9:5000->10.0.0.2:80"},
    {"{connect: {fd: 5, tuple: /run/docker.sock}}", "fd.name", "/run/docker.sock"},
    {"{execve: {}}", "fd.name", "<NA>"},
    {"{unlink: {path: /x}}", "fd.name", "<NA>"},
    {"{fchmod: {fd: 4, mode: 0777, real: /tmp/x}}", "fd.name", "/tmp/x"},
    {"{openat: {name: ../etc//shadow, base: /var, flags: O_RDONLY, fd: 3, dev: 2049, ino: 77}}", "fd.nameraw", "../etc//shadow"},
    {"{connect: {fd: 5, tuple: \"10.0.0.2:4000->93.184.216.34:443\"}, container: {id: 3ad7b26ded6d}}", "fd.nameraw", "<NA>"},
    {"{openat: {name: ../etc//shadow, base: /var, flags: O_RDONLY, fd: 3, dev: 2049, ino: 77}}", "fd.directory", "/etc"},
    {"{openat: {name: ../etc//shadow, base: /var, flags: O_RDONLY, fd: 3, dev: 2049, ino: 77}}", "fd.filename", "shadow"},
    {"{openat: {name: /x, flags: O_RDONLY, fd: 3}}", "fd.directory", "/"},
    {"{openat: {name: /x, flags: O_RDONLY, fd: 3}, process: {pid: 12}}", "fd.uid", "123"},
    {"{connect: {fd: 5, tuple: \"10.0.0.2:4000->93.184.216.34:443\"}, container: {id: 3ad7b26ded6d}}", "fd.containername",
     "3ad7b26ded6d:10.0.0.2:4000->93.184.216.34:443"},
    {"{openat: {name: /etc/shadow, flags: O_WRONLY|O_TRUNC|O_CREAT, mode: 0640, fd: 3, dirfd: -100}, process: {name: cat}}",
     "fd.containerdirectory", ":/etc"},
    {"{openat: {name: ../etc//shadow, base: /var, flags: O_RDONLY, fd: 3, dev: 2049, ino: 77}}", "fd.dev", "2049"},
    {"{openat: {name: ../etc//shadow, base: /var, flags: O_RDONLY, fd: 3, dev: 2049, ino: 77}}", "fd.dev.major", "8"},
    {"{openat: {name: ../etc//shadow, base: /var, flags: O_RDONLY, fd: 3, dev: 2049, ino: 77}}", "fd.dev.minor", "1"},
    {"{openat: {name: ../etc//shadow, base: /var, flags: O_RDONLY, fd: 3, dev: 2049, ino: 77}}", "fd.ino", "77"},
    {"{openat: {name: /etc/shadow, flags: O_WRONLY|O_TRUNC|O_CREAT, mode: 0640, fd: 3, dirfd: -100}, process: {name: cat}}", "fd.types",
     "(file)"},
    {"{openat: {name: /x, flags: O_RDONLY|FD_UPPER_LAYER, fd: 3}}", "fd.is_upper_layer", "true"},
    {"{openat: {name: /x, flags: O_RDONLY|FD_LOWER_LAYER, fd: 3}}", "fd.is_upper_layer", "false"},
    {"{openat: {name: /x, flags: O_RDONLY, fd: 3}}", "fd.is_upper_layer", "<NA>"},
    {"{connect: {fd: 5, tuple: /run/docker.sock}}", "fd.is_upper_layer", "<NA>"},
    {"{openat: {name: /x, flags: O_RDONLY|FD_LOWER_LAYER, fd: 3}}", "fd.is_lower_layer", "true"},
};

}  // namespace

extern constinit const FieldFamily fd;
constinit const FieldFamily fd{
    .name = "fd", .description = "the file or socket that a call works on", .fields = kFields, .examples = kExamples};

}  // namespace batten::rules::fields
