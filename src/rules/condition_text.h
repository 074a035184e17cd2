// SPDX-License-Identifier: Apache-2.0
//
// The text of a condition, lists put in, as a tree. Grammar (falco.org, "Condition Syntax"):
//
//   condition = and-part *( "or" and-part )         and-part = part *( "and" part )
//   part      = "not" part | "(" condition ")" | macro | check
//   check     = left "exists" | left operator right
//   left      = field | transformer "(" argument *( "," argument ) ")"
//   field     = word 1*( "." word ) [ "[" argument "]" ]
//   right     = a text, a number, "(" texts ")", a transformer, or val(field)
//
// The parser keeps its own stack: a condition of a million parentheses is refused, never followed.
#pragma once

#include <cstddef>
#include <optional>
#include <string>

#include "rules/condition.h"
#include "rules/placed_text.h"

namespace batten::rules {

constexpr std::size_t kMaxConditionDepth = 1000;   // of parentheses and "not"; of a tree with its macros
constexpr std::size_t kMaxConditionSize = 250000;  // fields, texts and numbers of one condition with its macros

struct ConditionFault {
  Spot spot = kNowhere;
  std::size_t length = 0;
  std::string message;  // what is wrong, what was expected
};

struct ConditionTree {
  Condition condition;  // of operands, place.offset is a Spot and place.line 0
  std::size_t size = 0;
  std::size_t depth = 0;
  std::optional<ConditionFault> fault;
};

ConditionTree parse_condition(const PlacedText& text);

// A bare word where a check could stand: a check of kExists whose left is that text. No macro is left in a Definition.
inline bool is_macro_use(const Condition& condition) {
  return condition.kind == Condition::Kind::kCheck && condition.left.kind == Operand::Kind::kText;
}

// "proc.aname[2]" or "tolower(proc.name)", and nothing else.
struct OperandText {
  Operand operand;
  std::optional<ConditionFault> fault;
};
OperandText parse_operand(const PlacedText& text);

}  // namespace batten::rules
