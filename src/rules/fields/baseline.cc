// SPDX-License-Identifier: Apache-2.0
//
// What the baseline of the container's image says of an event: batten.baseline.*.
#include "rules/event_baseline.h"
#include "rules/field.h"

namespace batten::rules::fields {
namespace {

const model::Baseline* baseline_of(const Question& q) {
  return q.moment.container == nullptr ? nullptr : q.moment.container->baseline.get();
}
Value yes_or_no(std::optional<bool> answer) { return answer ? Value::of_bool(*answer) : Value::none(); }

Value new_listener(const Question& q) {
  const model::Baseline* baseline = baseline_of(q);
  const auto listener = baseline != nullptr ? baseline_listener(*q.moment.event) : std::nullopt;
  return listener ? yes_or_no(baseline->is_new_listener(*listener)) : Value::none();
}
bool may_have_listener(const model::EventTypeInfo& info, const FieldArgument&) { return may_listen(info.type); }

Value new_destination(const Question& q) {
  const model::Baseline* baseline = baseline_of(q);
  const auto destination = baseline != nullptr ? baseline_destination(*q.moment.event) : std::nullopt;
  return destination ? yes_or_no(baseline->is_new_destination(*destination)) : Value::none();
}
bool may_have_destination(const model::EventTypeInfo& info, const FieldArgument&) { return may_connect(info.type); }

Value new_program(const Question& q) {
  const model::Baseline* baseline = baseline_of(q);
  const std::string& path = q.moment.process->program->path;
  return baseline == nullptr || path.empty() ? Value::none() : yes_or_no(baseline->is_new_program(path));
}

Value item(const Question& q) {
  if (const auto listener = baseline_listener(*q.moment.event)) return Value::of_text(q.scratch.copy(*listener));
  const auto destination = baseline_destination(*q.moment.event);
  return destination ? Value::of_text(q.scratch.copy(destination->narrow)) : Value::none();
}
bool may_have_item(const model::EventTypeInfo& info, const FieldArgument&) { return may_listen(info.type) || may_connect(info.type); }

constexpr Field kFields[] = {
    {.name = "batten.baseline.new_listener",
     .kind = Value::Kind::kBool,
     .description = "Whether the image listened there while its baseline was learned: true is new, none not learned.",
     .get = new_listener,
     .may_have = may_have_listener},
    {.name = "batten.baseline.new_destination",
     .kind = Value::Kind::kBool,
     .description = "The same of where a connection or datagram goes.",
     .get = new_destination,
     .may_have = may_have_destination},
    {.name = "batten.baseline.new_program",
     .kind = Value::Kind::kBool,
     .description = "The same of the program of the process.",
     .get = new_program},
    {.name = "batten.baseline.item",
     .kind = Value::Kind::kText,
     .description = "The listener or destination as a baseline file writes it.",
     .get = item,
     .may_have = may_have_item},
};

constexpr FieldExample kExamples[] = {
    {"{listen: {res: 0, fd: 3, backlog: 5, tuple: \"0.0.0.0:8080\"}, container: {baseline: {listeners: [tcp/80]}}}",
     "batten.baseline.new_listener", "true"},
    {"{listen: {res: 0, fd: 3, backlog: 5, tuple: \"0.0.0.0:80\"}, container: {baseline: {listeners: [tcp/80]}}}",
     "batten.baseline.new_listener", "false"},
    {"{listen: {res: 0, fd: 3, backlog: 5, tuple: \"0.0.0.0:80\"}, container: {name: web}}", "batten.baseline.new_listener", "<NA>"},
    {"{listen: {res: 0, fd: 3, backlog: 5, tuple: \"127.0.0.1:80\"}, container: {baseline: {}}}", "batten.baseline.new_listener", "<NA>"},
    {"{connect: {res: 0, fd: 3, tuple: \"10.0.0.2:4000->203.0.113.7:443\"}, container: {baseline: {destinations: [\"tcp/443 "
     "203.0.113.0/24\"]}}}",
     "batten.baseline.new_destination", "false"},
    {"{connect: {res: 0, fd: 3, tuple: \"10.0.0.2:4000->203.0.113.7:8443\"}, container: {baseline: {destinations: [\"tcp/443 "
     "203.0.113.0/24\"]}}}",
     "batten.baseline.new_destination", "true"},
    {"{connect: {res: 0, fd: 3, tuple: \"10.0.0.2:4000->203.0.113.7:8443\"}, container: {baseline: {destinations: [\"tcp/8443 public\"]}}}",
     "batten.baseline.new_destination", "false"},
    {"{execve: {res: 0}, process: {exepath: /bin/cat}, container: {baseline: {programs: [/bin/sh]}}}", "batten.baseline.new_program",
     "true"},
    {"{connect: {res: 0, fd: 3, tuple: \"10.0.0.2:4000->10.0.0.7:5432\"}}", "batten.baseline.item", "tcp/5432 private"},
    {"{listen: {res: 0, fd: 3, backlog: 5, tuple: \"0.0.0.0:40000\"}}", "batten.baseline.item", "tcp/ephemeral"},
};

}  // namespace

extern constinit const FieldFamily baseline;
constinit const FieldFamily baseline{.name = "baseline",
                                     .description = "what the baseline of the image says (batten watch --learn)",
                                     .fields = kFields,
                                     .examples = kExamples};

}  // namespace batten::rules::fields
