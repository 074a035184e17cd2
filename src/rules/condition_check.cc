// SPDX-License-Identifier: Apache-2.0
#include "rules/condition_check.h"

#include <algorithm>
#include <utility>

#include "base/format.h"
#include "base/nearest.h"
#include "base/text.h"
#include "rules/known_event_names.h"
#include "rules/operator_names.h"
#include "rules/operator_types.h"

namespace batten::rules {
namespace {

using Kind = Value::Kind;

// Fields whose values are of another kind for each argument.
bool is_of_many_kinds(std::string_view name) { return name == "evt.rawarg"; }

bool is_equality(Operator op) { return op == Operator::kEqual || op == Operator::kNotEqual || op == Operator::kIn; }

}  // namespace

const Field* ConditionCheck::field(std::string_view name) {
  auto [at, is_new] = fields_.try_emplace(std::string(name), nullptr);
  if (is_new) at->second = find_field(name);
  return at->second;
}

std::vector<CheckFinding> ConditionCheck::check(const Condition& condition) {
  findings_.clear();
  visit(condition);
  return std::exchange(findings_, {});
}

std::vector<CheckFinding> ConditionCheck::check(const Operand& operand) {
  findings_.clear();
  (void)kind_of(operand, false);
  return std::exchange(findings_, {});
}

void ConditionCheck::find(const Operand& at, std::string message, DiagnosticCode code, bool unknown) {
  findings_.push_back(
      {.code = code, .spot = at.place.offset, .length = at.place.length, .message = std::move(message), .unknown = unknown});
}

void ConditionCheck::visit(const Condition& condition) {
  for (const Condition& child : condition.children) visit(child);
  if (condition.kind == Condition::Kind::kCheck) check_one(condition);
}

std::string ConditionCheck::nearest_field(std::string_view name) {
  base::Nearest nearest(name);
  for (const FieldFamily* family : all_field_families()) {
    for (const Field& one : family->fields) nearest.offer(one.name);
  }
  return nearest.found().empty() ? std::string() : format("; did you mean '{}'?", nearest.found());
}

Kind ConditionCheck::field_kind(const Operand& operand) {
  const Field* found = field(operand.text);
  if (found == nullptr) {
    find(operand, format("no field is called '{}'{}", base::printable(operand.text), nearest_field(operand.text)),
         DiagnosticCode::kErrCompileCondition, true);
    return Kind::kNone;
  }
  if (found->deprecated) {
    std::string_view advice =
        found->name == "evt.dir" ? ": every event is told when its call returns, so '<' always holds and '>' never" : "";
    find(operand, format("the field '{}' is deprecated{}", found->name, advice), DiagnosticCode::kDeprecatedItem);
  }
  check_argument(operand, *found);
  return is_of_many_kinds(found->name) ? Kind::kNone : found->kind;
}

void ConditionCheck::check_argument(const Operand& operand, const Field& found) {
  bool in_name = operand.text.size() > found.name.size();  // evt.arg.flags
  bool given = operand.has_argument || in_name;
  using enum ArgumentRule;
  if (given && found.argument == kNone) return find(operand, format("the field '{}' takes no argument", found.name));
  if (operand.has_argument && in_name) return find(operand, format("the field '{}' has two arguments", operand.text));
  if (!given && (found.argument == kIndex || found.argument == kKey)) {
    return find(operand, format("the field '{}' needs an argument in brackets: {}[{}]", found.name, found.name,
                                found.argument == kIndex ? "0" : "name"));
  }
  if (!operand.has_argument || (found.argument != kIndex && found.argument != kOptionalIndex)) return;
  std::optional<std::uint64_t> index = base::parse_unsigned(operand.argument);
  if (!index || *index > 65535) find(operand, format("the argument of '{}' has to be a number", found.name));
}

Kind ConditionCheck::kind_of(const Operand& operand, bool on_the_right) {
  switch (operand.kind) {
    case Operand::Kind::kField: return field_kind(operand);
    case Operand::Kind::kTransformer:
      if (operand.text == "val" && on_the_right) return field_kind(operand.parts.front());
      return transformer_kind(operand);
    case Operand::Kind::kText: return Kind::kText;
    case Operand::Kind::kList:
      for (const Operand& part : operand.parts) (void)kind_of(part, false);
      return Kind::kList;
  }
  return Kind::kNone;
}

Kind ConditionCheck::transformer_kind(const Operand& operand) {
  const std::string& name = operand.text;
  Kind first = Kind::kNone;
  for (std::size_t i = 0; i < operand.parts.size(); ++i) {
    Kind kind = kind_of(operand.parts[i], false);
    if (i == 0) first = kind;
  }
  if (name == "len") return Kind::kNumber;
  if (name == "join" || name == "concat") return Kind::kText;
  if (name == "getopt") return Kind::kNone;
  bool fits = first == Kind::kText || first == Kind::kBytes || first == Kind::kList || first == Kind::kNone;
  if (!fits) find(operand, format("{}() takes a text, but '{}' is {}", name, operand.parts.front().text, kind_words(first)));
  return first == Kind::kList ? Kind::kList : Kind::kText;
}

void ConditionCheck::check_one(const Condition& check) {
  Kind kind = kind_of(check.left, false);
  std::string_view shown = check.left.text;
  if (!operator_fits(check.op, kind)) {
    find(check.left, format("'{}' does not go with '{}', which is {}", operator_info(check.op).name, shown, kind_words(kind)));
    return;
  }
  if (check.op == Operator::kExists) return;
  const Operand& right = check.right;
  if (right.kind == Operand::Kind::kText || right.kind == Operand::Kind::kList) {
    bool is_type = check.left.kind == Operand::Kind::kField && check.left.text == "evt.type" && check.quantifier == Quantifier::kNone;
    if (is_type && is_equality(check.op)) check_event_type(check, right);
    return check_texts(check, right, kind);
  }
  Kind other = kind_of(right, true);
  bool is_text = kind == Kind::kText || kind == Kind::kBytes || kind == Kind::kList || kind == Kind::kFlags;
  bool other_is_text = other == Kind::kText || other == Kind::kBytes || other == Kind::kList || other == Kind::kFlags;
  if (kind != Kind::kNone && other != Kind::kNone && kind != other && !(is_text && other_is_text)) {
    find(right, format("'{}' is {}, what it is compared with is {}", shown, kind_words(kind), kind_words(other)));
  }
}

void ConditionCheck::check_texts(const Condition& check, const Operand& right, Kind kind) {
  if (right.kind == Operand::Kind::kList) {
    for (const Operand& part : right.parts) check_texts(check, part, kind);
    return;
  }
  if (right.text == "<NA>" && is_equality(check.op)) {
    find(right, format("comparing with <NA> is not safe: a field that has no value equals nothing; ask '{} exists'", check.left.text),
         DiagnosticCode::kUnsafeNaCheck);
    return;
  }
  std::string problem = text_problem(check.op, kind, right.text);
  if (!problem.empty()) find(right, format("'{}' beside '{}': {}", base::printable(right.text), check.left.text, problem));
}

void ConditionCheck::check_event_type(const Condition& check, const Operand& right) {
  if (right.kind == Operand::Kind::kList) {
    for (const Operand& part : right.parts) check_event_type(check, part);
    return;
  }
  std::optional<model::EventType> type = model::parse_event_type(right.text);
  if (type && model::event_type_info(*type)->for_rules) return;
  if (is_known_event_name(right.text)) {
    return find(right, format("the monitor does not watch '{}', so no event has this type", right.text), DiagnosticCode::kCompileCondition);
  }
  base::Nearest nearest(right.text);
  for (const model::EventTypeInfo& info : model::all_event_types()) {
    if (info.for_rules) nearest.offer(info.name);
  }
  for (std::string_view name : known_event_names()) nearest.offer(name);
  std::string near(nearest.found());
  find(right, format("no event has the type '{}'{}", base::printable(right.text), near.empty() ? "" : format("; did you mean '{}'?", near)),
       DiagnosticCode::kErrCompileCondition, true);
}

}  // namespace batten::rules
