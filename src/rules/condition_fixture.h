// SPDX-License-Identifier: Apache-2.0
//
// For tests: conditions made by hand.
#pragma once

#include <initializer_list>
#include <string_view>
#include <utility>
#include <vector>

#include "rules/condition.h"
#include "rules/definition.h"

namespace batten::rules {

// "proc.aname[2]"
inline Operand field(std::string_view text) {
  Operand out;
  out.kind = Operand::Kind::kField;
  const std::size_t bracket = text.find('[');
  out.text = text.substr(0, bracket);
  if (bracket == std::string_view::npos) return out;
  out.has_argument = true;
  out.argument = text.substr(bracket + 1, text.size() - bracket - 2);
  return out;
}
inline Operand text(std::string_view literal) {
  Operand out;
  out.text = literal;
  return out;
}
inline Operand list(std::initializer_list<std::string_view> texts) {
  Operand out;
  out.kind = Operand::Kind::kList;
  for (std::string_view one : texts) out.parts.push_back(text(one));
  return out;
}
inline Operand call(std::string_view transformer, std::vector<Operand> parts) {
  Operand out;
  out.kind = Operand::Kind::kTransformer;
  out.text = transformer;
  out.parts = std::move(parts);
  return out;
}

inline Condition check(Operand left, Operator op, Operand right = {}, Quantifier quantifier = Quantifier::kNone) {
  Condition out;
  out.left = std::move(left);
  out.op = op;
  out.right = std::move(right);
  out.quantifier = quantifier;
  return out;
}
inline Condition check(std::string_view left, Operator op, std::string_view right) { return check(field(left), op, text(right)); }
inline Condition check(std::string_view left, Operator op, std::initializer_list<std::string_view> right) {
  return check(field(left), op, list(right));
}
inline Condition exists(std::string_view left) { return check(field(left), Operator::kExists); }

inline Condition group(Condition::Kind kind, std::vector<Condition> children) {
  Condition out;
  out.kind = kind;
  out.children = std::move(children);
  return out;
}
inline Condition both(std::vector<Condition> children) { return group(Condition::Kind::kAnd, std::move(children)); }
inline Condition either(std::vector<Condition> children) { return group(Condition::Kind::kOr, std::move(children)); }
inline Condition no(Condition child) {
  Condition out;
  out.kind = Condition::Kind::kNot;
  out.children.push_back(std::move(child));
  return out;
}

inline Definition rule(std::string_view name, Condition condition, std::string_view output = "%evt.type") {
  Definition out;
  out.name = name;
  out.condition = std::move(condition);
  out.output = output;
  out.priority = model::Priority::kWarning;
  return out;
}

}  // namespace batten::rules
