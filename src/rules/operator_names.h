// SPDX-License-Identifier: Apache-2.0
//
// Operators and transformers as conditions write them, and what they take.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string_view>

#include "rules/condition.h"

namespace batten::rules {

enum class OperatorKind : std::uint8_t {
  kUnary,   // nothing on its right
  kNumber,  // < <= > >=: a number
  kText,    // one text, or a list behind oneof, anyof, allof
  kList,    // a list
};

struct OperatorInfo {
  std::string_view name;
  Operator op;
  OperatorKind kind;
};

std::span<const OperatorInfo> all_operators();
const OperatorInfo& operator_info(Operator op);
// "==" is "=". nullptr: no such.
const OperatorInfo* parse_operator(std::string_view name);
std::string_view quantifier_name(Quantifier quantifier);  // empty for kNone
std::optional<Quantifier> parse_quantifier(std::string_view name);

struct TransformerInfo {
  std::string_view name;
  std::uint8_t least = 1, most = 1;  // arguments
};

// val, which takes a field on the right side of an operator, is one of them.
std::span<const TransformerInfo> all_transformers();
const TransformerInfo* find_transformer(std::string_view name);

}  // namespace batten::rules
