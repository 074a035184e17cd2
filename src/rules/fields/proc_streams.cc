// SPDX-License-Identifier: Apache-2.0
//
// Where a process reads and writes: descriptors 0 to 2. The monitor keeps no table of descriptors, so they are not known.
#include "rules/field.h"

namespace batten::rules::fields {
namespace {

Value none(const Question&) { return Value::none(); }
constexpr std::string_view kUnknown = "Not known here: never has a value.";

constexpr Field kFields[] = {
    {.name = "proc.stdin.type", .kind = Value::Kind::kText, .description = kUnknown, .get = none},
    {.name = "proc.stdout.type", .kind = Value::Kind::kText, .description = kUnknown, .get = none},
    {.name = "proc.stderr.type", .kind = Value::Kind::kText, .description = kUnknown, .get = none},
    {.name = "proc.stdin.name", .kind = Value::Kind::kText, .description = kUnknown, .get = none},
    {.name = "proc.stdout.name", .kind = Value::Kind::kText, .description = kUnknown, .get = none},
    {.name = "proc.stderr.name", .kind = Value::Kind::kText, .description = kUnknown, .get = none},
};

constexpr std::string_view kCat = "{execve: {}, process: {name: cat}}";
constexpr FieldExample kExamples[] = {
    {kCat, "proc.stdin.type", "<NA>"}, {kCat, "proc.stdout.type", "<NA>"}, {kCat, "proc.stderr.type", "<NA>"},
    {kCat, "proc.stdin.name", "<NA>"}, {kCat, "proc.stdout.name", "<NA>"}, {kCat, "proc.stderr.name", "<NA>"},
};

}  // namespace

extern constinit const FieldFamily proc_streams;
constinit const FieldFamily proc_streams{.name = "proc_streams",
                                         .description = "where a process reads and writes, which is not known",
                                         .fields = kFields,
                                         .examples = kExamples};

}  // namespace batten::rules::fields
