// SPDX-License-Identifier: Apache-2.0
//
// Where a process reads and writes: descriptors 0 to 2, as they were when it was executed. The monitor keeps no table of descriptors, so
// that what they are called is not known.
#include "rules/field.h"

namespace batten::rules::fields {
namespace {

template <unsigned Descriptor>
Value type(const Question& q) {
  switch (q.moment.process->program->streams >> Descriptor * 4 & 15) {
    case BATTEN_STREAM_FILE: return Value::of_text("file");
    case BATTEN_STREAM_DIRECTORY: return Value::of_text("directory");
    case BATTEN_STREAM_PIPE: return Value::of_text("pipe");
    case BATTEN_STREAM_UNIX: return Value::of_text("unix");
    case BATTEN_STREAM_IPV4: return Value::of_text("ipv4");
    case BATTEN_STREAM_IPV6: return Value::of_text("ipv6");
    default: return Value::none();
  }
}

Value none(const Question&) { return Value::none(); }
constexpr std::string_view kUnknown = "Not known here: never has a value.";

constexpr Field kFields[] = {
    {.name = "proc.stdin.type",
     .kind = Value::Kind::kText,
     .description = "What the process read from when it was executed: file (a terminal too), directory, pipe, unix, ipv4, ipv6.",
     .get = type<0>},
    {.name = "proc.stdout.type",
     .kind = Value::Kind::kText,
     .description = "What the process wrote to when it was executed, as proc.stdin.type.",
     .get = type<1>},
    {.name = "proc.stderr.type",
     .kind = Value::Kind::kText,
     .description = "What the process wrote errors to when it was executed, as proc.stdin.type.",
     .get = type<2>},
    {.name = "proc.stdin.name", .kind = Value::Kind::kText, .description = kUnknown, .get = none},
    {.name = "proc.stdout.name", .kind = Value::Kind::kText, .description = kUnknown, .get = none},
    {.name = "proc.stderr.name", .kind = Value::Kind::kText, .description = kUnknown, .get = none},
};

constexpr std::string_view kCat = "{execve: {}, process: {name: cat}}";
constexpr std::string_view kShell = "{execve: {}, process: {name: sh, stdin: ipv4, stdout: pipe, stderr: file}}";
constexpr FieldExample kExamples[] = {
    {kCat, "proc.stdin.type", "<NA>"},    {kShell, "proc.stdin.type", "ipv4"}, {kShell, "proc.stdout.type", "pipe"},
    {kShell, "proc.stderr.type", "file"}, {kCat, "proc.stdout.type", "<NA>"},  {kCat, "proc.stderr.type", "<NA>"},
    {kCat, "proc.stdin.name", "<NA>"},    {kCat, "proc.stdout.name", "<NA>"},  {kCat, "proc.stderr.name", "<NA>"},
};

}  // namespace

extern constinit const FieldFamily proc_streams;
constinit const FieldFamily proc_streams{
    .name = "proc_streams", .description = "what a process reads from and writes to", .fields = kFields, .examples = kExamples};

}  // namespace batten::rules::fields
