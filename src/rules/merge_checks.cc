// SPDX-License-Identifier: Apache-2.0
#include "rules/merge_checks.h"

#include <algorithm>
#include <optional>

#include "rules/field.h"

namespace batten::rules {
namespace {

// The operator that takes the texts of several such checks at once; none: it is left alone.
std::optional<Operator> joint_operator(const Condition& check) {
  if (check.kind != Condition::Kind::kCheck || check.left.kind != Operand::Kind::kField) return std::nullopt;
  if (check.right.kind != Operand::Kind::kText && check.right.kind != Operand::Kind::kList) return std::nullopt;
  const Field* field = find_field(check.left.text);
  // "in" means all members of a list.
  if (field == nullptr || (field->several == Several::kSet && (field->kind == Value::Kind::kList || field->kind == Value::Kind::kNone)))
    return std::nullopt;
  if (check.quantifier == Quantifier::kNone && (check.op == Operator::kEqual || check.op == Operator::kIn)) return Operator::kIn;
  if (check.op == Operator::kStartsWith && (check.quantifier == Quantifier::kNone || check.quantifier == Quantifier::kAnyOf))
    return Operator::kStartsWith;
  return std::nullopt;
}

bool same_field(const Operand& a, const Operand& b) {
  return a.text == b.text && a.has_argument == b.has_argument && a.argument == b.argument;
}

void add_texts(Condition& to, const Operand& right) {
  if (right.kind == Operand::Kind::kText)
    to.right.parts.push_back(right);
  else
    to.right.parts.insert(to.right.parts.end(), right.parts.begin(), right.parts.end());
}

}  // namespace

std::vector<const Condition*> merge_checks(const std::vector<Condition>& children, std::deque<Condition>& made) {
  std::vector<const Condition*> out;
  for (const Condition& child : children) {
    const std::optional<Operator> op = joint_operator(child);
    if (!op) {
      out.push_back(&child);
      continue;
    }
    const auto found = std::ranges::find_if(made, [&](const Condition& one) { return one.op == *op && same_field(one.left, child.left); });
    if (found != made.end()) {
      add_texts(*found, child.right);
      continue;
    }
    Condition& joint = made.emplace_back();
    joint.left = child.left;
    joint.op = *op;
    joint.quantifier = *op == Operator::kIn ? Quantifier::kNone : Quantifier::kAnyOf;
    joint.right.kind = Operand::Kind::kList;
    add_texts(joint, child.right);
    out.push_back(&joint);
  }
  return out;
}

}  // namespace batten::rules
