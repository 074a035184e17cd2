// SPDX-License-Identifier: Apache-2.0
//
// Files by path, whatever call takes it: fs.path.*. As in Falco, calls that failed have none.
#include "rules/event_path.h"

namespace batten::rules::fields {
namespace {

bool succeeded(const Question& q) { return q.moment.event->result() >= 0; }
bool is_link(model::EventType type) { return type == BATTEN_LINK || type == BATTEN_LINKAT; }
bool is_symlink(model::EventType type) { return type == BATTEN_SYMLINK || type == BATTEN_SYMLINKAT; }
bool is_rename(model::EventType type) { return type == BATTEN_RENAME || type == BATTEN_RENAMEAT || type == BATTEN_RENAMEAT2; }

bool has_one(const model::EventTypeInfo& info, const FieldArgument&) {
  switch (info.type) {
    case BATTEN_OPEN:
    case BATTEN_OPENAT:
    case BATTEN_OPENAT2:
    case BATTEN_CREAT:
    case BATTEN_MKDIR:
    case BATTEN_MKDIRAT:
    case BATTEN_MKNOD:
    case BATTEN_MKNODAT:
    case BATTEN_RMDIR:
    case BATTEN_UNLINK:
    case BATTEN_UNLINKAT:
    case BATTEN_CHMOD:
    case BATTEN_FCHMOD:
    case BATTEN_FCHMODAT:
    case BATTEN_CHOWN:
    case BATTEN_LCHOWN:
    case BATTEN_FCHOWN:
    case BATTEN_FCHOWNAT:
    case BATTEN_UMOUNT:
    case BATTEN_FILE_CHANGE: return true;
    default: return false;
  }
}
bool has_two(const model::EventTypeInfo& info, const FieldArgument&) {
  return is_link(info.type) || is_symlink(info.type) || is_rename(info.type) || info.type == BATTEN_MOUNT;
}
Value text_or_none(std::optional<std::string_view> text) { return text ? Value::of_text(*text) : Value::none(); }

Value name(const Question& q) { return has_one(q.moment.event->info(), {}) && succeeded(q) ? text_or_none(event_path(q)) : Value::none(); }
Value name_raw(const Question& q) {
  const model::Event& event = *q.moment.event;
  if (!has_one(event.info(), {}) || !succeeded(q)) return Value::none();
  return text_or_none(event.role_text(event.info().roles.path < 0 ? event.info().roles.real : event.info().roles.path));
}

// A link's source is what is made and its target what it stands for, so Falco has it; a rename goes from source to target.
Value first(const Question& q, bool raw) {
  const model::Event& event = *q.moment.event;
  return text_or_none(raw ? event.role_text(event.info().roles.path) : event_path(q));
}
Value second(const Question& q, bool raw) {
  const model::Event& event = *q.moment.event;
  return text_or_none(raw ? event.role_text(event.info().roles.path2) : event_path2(q));
}
Value source_of(const Question& q, bool raw) {
  const model::EventType type = q.moment.event->type();
  if (!has_two(q.moment.event->info(), {}) || !succeeded(q)) return Value::none();
  if (type == BATTEN_MOUNT) return text_or_none(q.moment.event->text(1));
  return is_link(type) ? second(q, raw) : first(q, raw);
}
Value target_of(const Question& q, bool raw) {
  const model::EventType type = q.moment.event->type();
  if (!has_two(q.moment.event->info(), {}) || !succeeded(q)) return Value::none();
  if (is_symlink(type)) return text_or_none(q.moment.event->text(1));
  return is_link(type) || type == BATTEN_MOUNT ? first(q, raw) : second(q, raw);
}
Value source(const Question& q) { return source_of(q, false); }
Value source_raw(const Question& q) { return source_of(q, true); }
Value target(const Question& q) { return target_of(q, false); }
Value target_raw(const Question& q) { return target_of(q, true); }

constexpr Field kFields[] = {
    {.name = "fs.path.name",
     .kind = Value::Kind::kText,
     .description = "Path of a call that takes one, joined to where it began.",
     .get = name,
     .real_path_matters = true,
     .may_have = has_one},
    {.name = "fs.path.nameraw",
     .kind = Value::Kind::kText,
     .description = "The same as the program gave it.",
     .get = name_raw,
     .may_have = has_one},
    {.name = "fs.path.source",
     .kind = Value::Kind::kText,
     .description = "What is renamed, the link that is made, what is mounted.",
     .get = source,
     .real_path_matters = true,
     .may_have = has_two},
    {.name = "fs.path.sourceraw",
     .kind = Value::Kind::kText,
     .description = "The same as the program gave it.",
     .get = source_raw,
     .may_have = has_two},
    {.name = "fs.path.target",
     .kind = Value::Kind::kText,
     .description = "Where it is renamed to, what the link stands for, where it is mounted.",
     .get = target,
     .real_path_matters = true,
     .may_have = has_two},
    {.name = "fs.path.targetraw",
     .kind = Value::Kind::kText,
     .description = "The same as the program gave it.",
     .get = target_raw,
     .may_have = has_two},
};

constexpr FieldExample kExamples[] = {
    {"{openat: {name: ../etc/./passwd, base: /var, real: /private/etc/passwd, flags: O_RDONLY, fd: 3}}", "fs.path.name", "/etc/passwd"},
    {"{openat: {name: /etc/none, flags: O_RDONLY, fd: ENOENT}}", "fs.path.name", "<NA>"},
    {"{renameat: {oldpath: a, oldbase: /tmp, newpath: /srv/b/, real: /data/b}}", "fs.path.name", "<NA>"},
    {"{openat: {name: ../etc/./passwd, base: /var, real: /private/etc/passwd, flags: O_RDONLY, fd: 3}}", "fs.path.nameraw",
     "../etc/./passwd"},
    {"{renameat: {oldpath: a, oldbase: /tmp, newpath: /srv/b/, real: /data/b}}", "fs.path.source", "/tmp/a"},
    {"{renameat: {oldpath: a, oldbase: /tmp, newpath: /srv/b/, real: /data/b}}", "fs.path.sourceraw", "a"},
    {"{renameat: {oldpath: a, oldbase: /tmp, newpath: /srv/b/, real: /data/b}}", "fs.path.target", "/srv/b"},
    {"{renameat: {oldpath: a, oldbase: /tmp, newpath: /srv/b/, real: /data/b}}", "fs.path.targetraw", "/srv/b/"},
    {"{rename: {oldpath: /tmp/x/shadow, oldreal: /etc/shadow, newpath: /tmp/s}}", "fs.path.source", "/tmp/x/shadow"},
    {"{link: {oldpath: /etc/shadow, newpath: /tmp/s}}", "fs.path.source", "/tmp/s"},
    {"{link: {oldpath: /etc/shadow, newpath: /tmp/s}}", "fs.path.target", "/etc/shadow"},
    {"{symlink: {target: /etc/shadow, linkpath: s, base: /tmp}}", "fs.path.source", "/tmp/s"},
    {"{symlink: {target: /etc/shadow, linkpath: s, base: /tmp}}", "fs.path.target", "/etc/shadow"},
    {"{mount: {dev: /dev/sda1, dir: /mnt}}", "fs.path.target", "/mnt"},
    {"{mount: {dev: /dev/sda1, dir: /mnt}}", "fs.path.source", "/dev/sda1"},
};

}  // namespace

extern constinit const FieldFamily fs;
constinit const FieldFamily fs{.name = "fs", .description = "paths that a call works on", .fields = kFields, .examples = kExamples};

}  // namespace batten::rules::fields
