// SPDX-License-Identifier: Apache-2.0
//
// The thread that did it: thread.*.
#include "rules/process_tree.h"

namespace batten::rules::fields {
namespace {

const model::Process& process_of(const Question& q) { return *q.moment.process; }
template <std::uint64_t model::Process::* Member>
Value capabilities(const Question& q) {
  return Value::of_text(capability_text(process_of(q).*Member, q.scratch));
}
Value tid(const Question& q) { return Value::of_number(q.moment.event->header().tid); }
Value is_main(const Question& q) { return Value::of_bool(q.moment.event->header().tid == q.moment.event->header().pid); }
Value virtual_tid(const Question& q) {
  return q.moment.event->header().tid == q.moment.event->header().pid ? Value::of_number(process_of(q).virtual_pid) : Value::none();
}
Value none(const Question&) { return Value::none(); }

constexpr Field kFields[] = {
    {.name = "thread.cap_permitted",
     .kind = Value::Kind::kText,
     .description = "Permitted capabilities, separated by blanks.",
     .get = capabilities<&model::Process::capabilities_permitted>},
    {.name = "thread.cap_inheritable",
     .kind = Value::Kind::kText,
     .description = "Inheritable capabilities.",
     .get = capabilities<&model::Process::capabilities_inheritable>},
    {.name = "thread.cap_effective",
     .kind = Value::Kind::kText,
     .description = "Effective capabilities.",
     .get = capabilities<&model::Process::capabilities_effective>},
    {.name = "thread.tid", .kind = Value::Kind::kNumber, .description = "Thread id as the host counts.", .get = tid},
    {.name = "thread.ismain", .kind = Value::Kind::kBool, .description = "Whether it is the first thread of its process.", .get = is_main},
    {.name = "thread.vtid",
     .kind = Value::Kind::kNumber,
     .description = "Thread id as its own namespace counts; known of first threads.",
     .get = virtual_tid},
    {.name = "thread.cgroups", .kind = Value::Kind::kText, .description = "Not known here: never has a value.", .get = none},
    {.name = "thread.cgroup",
     .kind = Value::Kind::kText,
     .argument = ArgumentRule::kKey,
     .description = "Not known here: never has a value.",
     .get = none},
    {.name = "thread.pfmajor", .kind = Value::Kind::kNumber, .description = "Not measured: never has a value.", .get = none},
    {.name = "thread.pfminor", .kind = Value::Kind::kNumber, .description = "Not measured: never has a value.", .get = none},
    {.name = "thread.exectime", .kind = Value::Kind::kNumber, .description = "Not measured: never has a value.", .get = none},
    {.name = "thread.totexectime", .kind = Value::Kind::kNumber, .description = "Not measured: never has a value.", .get = none},
    {.name = "thread.cpu", .kind = Value::Kind::kNumber, .description = "Not measured: never has a value.", .get = none},
    {.name = "thread.cpu.user", .kind = Value::Kind::kNumber, .description = "Not measured: never has a value.", .get = none},
    {.name = "thread.cpu.system", .kind = Value::Kind::kNumber, .description = "Not measured: never has a value.", .get = none},
    {.name = "thread.vmsize", .kind = Value::Kind::kNumber, .description = "Not measured: never has a value.", .get = none},
    {.name = "thread.vmrss", .kind = Value::Kind::kNumber, .description = "Not measured: never has a value.", .get = none},
};

constexpr FieldExample kExamples[] = {
    {"{capset: {}, process: {name: x, cap_effective: 3, cap_permitted: 35, cap_inheritable: 1, pid: 12, vpid: 2}}", "thread.cap_permitted",
     "CAP_CHOWN CAP_DAC_OVERRIDE CAP_KILL"},
    {"{capset: {}, process: {name: x, cap_effective: 3, cap_permitted: 35, cap_inheritable: 1, pid: 12, vpid: 2}}",
     "thread.cap_inheritable", "CAP_CHOWN"},
    {"{capset: {}, process: {name: x, cap_effective: 3, cap_permitted: 35, cap_inheritable: 1, pid: 12, vpid: 2}}", "thread.cap_effective",
     "CAP_CHOWN CAP_DAC_OVERRIDE"},
    {"{capset: {}, process: {name: x, cap_effective: 3, cap_permitted: 35, cap_inheritable: 1, pid: 12, vpid: 2}}", "thread.tid", "12"},
    {"{capset: {}, process: {name: x, cap_effective: 3, cap_permitted: 35, cap_inheritable: 1, pid: 12, vpid: 2}}", "thread.ismain",
     "true"},
    {"{capset: {}, process: {name: x, cap_effective: 3, cap_permitted: 35, cap_inheritable: 1, pid: 12, vpid: 2}}", "thread.vtid", "2"},
    {"{capset: {}, process: {name: x, cap_effective: 3, cap_permitted: 35, cap_inheritable: 1, pid: 12, vpid: 2}}", "thread.cgroups",
     "<NA>"},
    {"{capset: {}, process: {name: x, cap_effective: 3, cap_permitted: 35, cap_inheritable: 1, pid: 12, vpid: 2}}", "thread.cgroup.cpu",
     "<NA>"},
    {"{capset: {}, process: {name: x, cap_effective: 3, cap_permitted: 35, cap_inheritable: 1, pid: 12, vpid: 2}}", "thread.pfmajor",
     "<NA>"},
    {"{capset: {}, process: {name: x, cap_effective: 3, cap_permitted: 35, cap_inheritable: 1, pid: 12, vpid: 2}}", "thread.pfminor",
     "<NA>"},
    {"{capset: {}, process: {name: x, cap_effective: 3, cap_permitted: 35, cap_inheritable: 1, pid: 12, vpid: 2}}", "thread.exectime",
     "<NA>"},
    {"{capset: {}, process: {name: x, cap_effective: 3, cap_permitted: 35, cap_inheritable: 1, pid: 12, vpid: 2}}", "thread.totexectime",
     "<NA>"},
    {"{capset: {}, process: {name: x, cap_effective: 3, cap_permitted: 35, cap_inheritable: 1, pid: 12, vpid: 2}}", "thread.cpu", "<NA>"},
    {"{capset: {}, process: {name: x, cap_effective: 3, cap_permitted: 35, cap_inheritable: 1, pid: 12, vpid: 2}}", "thread.cpu.user",
     "<NA>"},
    {"{capset: {}, process: {name: x, cap_effective: 3, cap_permitted: 35, cap_inheritable: 1, pid: 12, vpid: 2}}", "thread.cpu.system",
     "<NA>"},
    {"{capset: {}, process: {name: x, cap_effective: 3, cap_permitted: 35, cap_inheritable: 1, pid: 12, vpid: 2}}", "thread.vmsize",
     "<NA>"},
    {"{capset: {}, process: {name: x, cap_effective: 3, cap_permitted: 35, cap_inheritable: 1, pid: 12, vpid: 2}}", "thread.vmrss", "<NA>"},
};

}  // namespace

extern constinit const FieldFamily thread;
constinit const FieldFamily thread{.name = "thread", .description = "the thread that did it", .fields = kFields, .examples = kExamples};

}  // namespace batten::rules::fields
