// SPDX-License-Identifier: Apache-2.0
//
// syscall.type.
#include "rules/event_category.h"
#include "rules/field.h"

namespace batten::rules::fields {
namespace {

Value type(const Question& q) { return is_syscall(q.moment.event->type()) ? Value::of_text(q.moment.event->info().name) : Value::none(); }

constexpr Field kFields[] = {
    {.name = "syscall.type",
     .kind = Value::Kind::kText,
     .description = "Name of the system call; none for events that are none.",
     .get = type,
     .by_type = true},
};

constexpr FieldExample kExamples[] = {
    {"{openat: {name: /etc/shadow, flags: O_WRONLY|O_TRUNC|O_CREAT, mode: 0640, fd: 3, dirfd: -100}, process: {name: cat}}", "syscall.type",
     "openat"},
    {"{procexit: {}}", "syscall.type", "<NA>"},
};

}  // namespace

extern constinit const FieldFamily syscall;
constinit const FieldFamily syscall{
    .name = "syscall", .description = "the system call behind an event", .fields = kFields, .examples = kExamples};

}  // namespace batten::rules::fields
