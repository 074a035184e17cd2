// SPDX-License-Identifier: Apache-2.0
//
// Who did it: user.*.
#include "rules/field.h"

namespace batten::rules::fields {
namespace {

Value text_or_none(std::optional<std::string_view> text) { return text ? Value::of_text(*text) : Value::none(); }

// An event tells how it is afterwards; that of a change of user is of who asked for it.
std::uint32_t user_of(const Question& q) {
  switch (q.moment.event->type()) {
    case BATTEN_SETUID:
    case BATTEN_SETREUID:
    case BATTEN_SETRESUID: return q.moment.process->uid;
    default: return q.moment.event->header().uid;
  }
}
Value uid(const Question& q) { return Value::of_number(user_of(q)); }
Value name(const Question& q) { return text_or_none(q.moment.surroundings->user_name(q.moment.container, user_of(q))); }
Value home(const Question& q) { return text_or_none(q.moment.surroundings->user_home(q.moment.container, user_of(q))); }
Value shell(const Question& q) { return text_or_none(q.moment.surroundings->user_shell(q.moment.container, user_of(q))); }
Value login_uid(const Question& q) {
  const std::int64_t uid = q.moment.process->login_uid;
  return Value::of_number(uid == 0xffffffff ? -1 : uid);
}
// Who logged in is a user of the host.
Value login_name(const Question& q) {
  const std::int64_t uid = q.moment.process->login_uid;
  if (uid < 0 || uid >= 0xffffffff) return Value::none();
  return text_or_none(q.moment.surroundings->user_name(nullptr, static_cast<std::uint32_t>(uid)));
}

constexpr Field kFields[] = {
    {.name = "user.uid",
     .kind = Value::Kind::kNumber,
     .description = "Effective user id; of a change of user, that before it.",
     .get = uid},
    {.name = "user.name", .kind = Value::Kind::kText, .description = "Name of the user, by the passwd of its container.", .get = name},
    {.name = "user.homedir", .kind = Value::Kind::kText, .description = "Home directory of the user.", .get = home},
    {.name = "user.shell", .kind = Value::Kind::kText, .description = "Login shell of the user.", .get = shell},
    {.name = "user.loginuid",
     .kind = Value::Kind::kNumber,
     .description = "Who logged in (audit user id), -1 when nobody did.",
     .get = login_uid},
    {.name = "user.loginname", .kind = Value::Kind::kText, .description = "Name of who logged in.", .get = login_name},
};

constexpr FieldExample kExamples[] = {
    {"{setuid: {uid: 0}, process: {uid: 33}}", "user.uid", "33"},
    {"{setuid: {uid: 0}, process: {uid: 33}}", "user.name", "www-data"},
    {"{setuid: {uid: 0}, process: {uid: 4711}}", "user.name", "<NA>"},
    {"{setuid: {uid: 0}, process: {uid: 33}}", "user.homedir", "/var/www"},
    {"{setuid: {uid: 0}, process: {uid: 33}}", "user.shell", "/usr/sbin/nologin"},
    {"{setuid: {uid: 0}, process: {loginuid: 1000}}", "user.loginuid", "1000"},
    {"{setuid: {uid: 0}}", "user.loginuid", "-1"},
    {"{setuid: {uid: 0}, process: {loginuid: 1000}}", "user.loginname", "app"},
};

}  // namespace

extern constinit const FieldFamily user;
constinit const FieldFamily user{
    .name = "user", .description = "the user of the process, by the names of its container", .fields = kFields, .examples = kExamples};

}  // namespace batten::rules::fields
