// SPDX-License-Identifier: Apache-2.0
//
// The group that did it: group.*.
#include "rules/field.h"

namespace batten::rules::fields {
namespace {

Value gid(const Question& q) { return Value::of_number(q.moment.event->header().gid); }
Value name(const Question& q) {
  const auto found = q.moment.surroundings->group_name(q.moment.container, q.moment.event->header().gid);
  return found ? Value::of_text(*found) : Value::none();
}

constexpr Field kFields[] = {
    {.name = "group.gid", .kind = Value::Kind::kNumber, .description = "Effective group id.", .get = gid},
    {.name = "group.name",
     .kind = Value::Kind::kText,
     .description = "Name of the group, by the group file of its container.",
     .get = name},
};

constexpr FieldExample kExamples[] = {
    {"{setuid: {uid: 0}, process: {gid: 33}}", "group.gid", "33"},
    {"{setuid: {uid: 0}, process: {gid: 33}}", "group.name", "www-data"},
};

}  // namespace

extern constinit const FieldFamily group;
constinit const FieldFamily group{.name = "group", .description = "the group of the process", .fields = kFields, .examples = kExamples};

}  // namespace batten::rules::fields
