// SPDX-License-Identifier: Apache-2.0
//
// Of every part two sets are known: types for which it can be true, and types for which it can be false. "not" swaps them.
#include "rules/event_types_of.h"

#include <string_view>

namespace batten::rules {
namespace {

struct Outcomes {
  EventTypes can_be_true, can_be_false;
};

EventTypes named(const Operand& operand) {
  EventTypes out;
  if (operand.kind == Operand::Kind::kList) {
    for (const Operand& part : operand.parts) out |= named(part);
  } else if (operand.kind == Operand::Kind::kText) {
    if (auto type = model::parse_event_type(operand.text)) out.set(*type);
  }
  return out & rule_event_types();
}

bool is_literal(const Operand& operand) { return operand.kind == Operand::Kind::kText || operand.kind == Operand::Kind::kList; }

EventTypes opening_types() {
  EventTypes out;
  for (auto type : {BATTEN_OPEN, BATTEN_OPENAT, BATTEN_OPENAT2, BATTEN_CREAT, BATTEN_OPEN_BY_HANDLE_AT}) out.set(type);
  return out;
}

bool is_true_word(const Operand& operand) {
  return operand.kind == Operand::Kind::kText && (operand.text == "true" || operand.text == "1");
}

Outcomes of_check(const Condition& check) {
  const EventTypes& all = rule_event_types();
  Outcomes any{all, all};
  if (check.left.kind != Operand::Kind::kField || check.left.has_argument || check.quantifier != Quantifier::kNone) return any;
  std::string_view field = check.left.text;
  bool equals = check.op == Operator::kEqual || check.op == Operator::kIn;
  bool differs = check.op == Operator::kNotEqual;
  if (!(equals || differs) || !is_literal(check.right)) return any;
  if (field == "evt.type") {
    EventTypes types = named(check.right);
    return equals ? Outcomes{types, all & ~types} : Outcomes{all & ~types, types};
  }
  if (field == "evt.dir" && check.right.kind == Operand::Kind::kText) {  // every event is one of leaving a call
    bool holds = (check.right.text == "<") == equals;
    return holds ? Outcomes{all, {}} : Outcomes{{}, all};
  }
  bool of_opening = field == "evt.is_open_read" || field == "evt.is_open_write";
  if (of_opening && check.op == Operator::kEqual && is_true_word(check.right)) return {opening_types(), all};
  return any;
}

Outcomes outcomes(const Condition& condition) {
  using enum Condition::Kind;
  if (condition.kind == kCheck) return of_check(condition);
  if (condition.kind == kNot) {
    Outcomes inner = condition.children.empty() ? Outcomes{} : outcomes(condition.children.front());
    return {inner.can_be_false, inner.can_be_true};
  }
  bool both = condition.kind == kAnd;
  Outcomes out = both ? Outcomes{rule_event_types(), {}} : Outcomes{{}, rule_event_types()};
  for (const Condition& child : condition.children) {
    Outcomes inner = outcomes(child);
    if (both) {
      out = {out.can_be_true & inner.can_be_true, out.can_be_false | inner.can_be_false};
    } else {
      out = {out.can_be_true | inner.can_be_true, out.can_be_false & inner.can_be_false};
    }
  }
  return out;
}

}  // namespace

const EventTypes& rule_event_types() {
  static const EventTypes all = [] {
    EventTypes out;
    for (const model::EventTypeInfo& info : model::all_event_types()) out.set(info.type, info.for_rules);
    return out;
  }();
  return all;
}

EventTypes event_types_of(const Condition& condition) { return outcomes(condition).can_be_true; }

}  // namespace batten::rules
