// SPDX-License-Identifier: Apache-2.0
//
// Lists of descriptors of poll events, which are not watched: fdlist.*.
#include "rules/field.h"

namespace batten::rules::fields {
namespace {

Value none(const Question&) { return Value::none(); }

constexpr Field kFields[] = {
    {.name = "fdlist.nums", .kind = Value::Kind::kText, .description = "poll is not watched: never has a value.", .get = none},
    {.name = "fdlist.names", .kind = Value::Kind::kText, .description = "poll is not watched: never has a value.", .get = none},
    {.name = "fdlist.cips", .kind = Value::Kind::kText, .description = "poll is not watched: never has a value.", .get = none},
    {.name = "fdlist.sips", .kind = Value::Kind::kText, .description = "poll is not watched: never has a value.", .get = none},
    {.name = "fdlist.cports", .kind = Value::Kind::kText, .description = "poll is not watched: never has a value.", .get = none},
    {.name = "fdlist.sports", .kind = Value::Kind::kText, .description = "poll is not watched: never has a value.", .get = none},
};

constexpr FieldExample kExamples[] = {
    {"{openat: {name: /etc/shadow, flags: O_WRONLY|O_TRUNC|O_CREAT, mode: 0640, fd: 3, dirfd: -100}, process: {name: cat}}", "fdlist.nums",
     "<NA>"},
    {"{openat: {name: /etc/shadow, flags: O_WRONLY|O_TRUNC|O_CREAT, mode: 0640, fd: 3, dirfd: -100}, process: {name: cat}}", "fdlist.names",
     "<NA>"},
    {"{openat: {name: /etc/shadow, flags: O_WRONLY|O_TRUNC|O_CREAT, mode: 0640, fd: 3, dirfd: -100}, process: {name: cat}}", "fdlist.cips",
     "<NA>"},
    {"{openat: {name: /etc/shadow, flags: O_WRONLY|O_TRUNC|O_CREAT, mode: 0640, fd: 3, dirfd: -100}, process: {name: cat}}", "fdlist.sips",
     "<NA>"},
    {"{openat: {name: /etc/shadow, flags: O_WRONLY|O_TRUNC|O_CREAT, mode: 0640, fd: 3, dirfd: -100}, process: {name: cat}}",
     "fdlist.cports", "<NA>"},
    {"{openat: {name: /etc/shadow, flags: O_WRONLY|O_TRUNC|O_CREAT, mode: 0640, fd: 3, dirfd: -100}, process: {name: cat}}",
     "fdlist.sports", "<NA>"},
};

}  // namespace

extern constinit const FieldFamily fdlist;
constinit const FieldFamily fdlist{
    .name = "fdlist", .description = "poll events, which are not watched", .fields = kFields, .examples = kExamples};

}  // namespace batten::rules::fields
