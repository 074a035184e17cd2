// SPDX-License-Identifier: Apache-2.0
#include "rules/operator_names.h"

#include <algorithm>
#include <iterator>

namespace batten::rules {
namespace {

using enum OperatorKind;
constexpr OperatorInfo kOperators[] = {
    {"exists", Operator::kExists, kUnary},
    {"=", Operator::kEqual, kText},
    {"!=", Operator::kNotEqual, kText},
    {"<", Operator::kLess, kNumber},
    {"<=", Operator::kLessEqual, kNumber},
    {">", Operator::kGreater, kNumber},
    {">=", Operator::kGreaterEqual, kNumber},
    {"contains", Operator::kContains, kText},
    {"icontains", Operator::kIContains, kText},
    {"bcontains", Operator::kBContains, kText},
    {"startswith", Operator::kStartsWith, kText},
    {"bstartswith", Operator::kBStartsWith, kText},
    {"endswith", Operator::kEndsWith, kText},
    {"glob", Operator::kGlob, kText},
    {"iglob", Operator::kIGlob, kText},
    {"regex", Operator::kRegex, kText},
    {"in", Operator::kIn, kList},
    {"intersects", Operator::kIntersects, kList},
    {"pmatch", Operator::kPMatch, kList},
};
constexpr OperatorInfo kSecondName = {"==", Operator::kEqual, kText};

constexpr std::uint8_t kMany = 16;
constexpr TransformerInfo kTransformers[] = {{"tolower"},          {"toupper"},          {"b64"}, {"basename"}, {"len"}, {"join", 1, kMany},
                                             {"concat", 1, kMany}, {"getopt", 1, kMany}, {"val"}};

constexpr std::string_view kQuantifiers[] = {"", "oneof", "anyof", "allof"};

constexpr bool in_order() {
  for (std::size_t i = 0; i < std::size(kOperators); ++i) {
    if (static_cast<std::size_t>(kOperators[i].op) != i) return false;
  }
  return true;
}
static_assert(in_order());

}  // namespace

std::span<const OperatorInfo> all_operators() { return kOperators; }

const OperatorInfo& operator_info(Operator op) { return kOperators[static_cast<std::size_t>(op)]; }

const OperatorInfo* parse_operator(std::string_view name) {
  if (name == kSecondName.name) return &kSecondName;
  auto found = std::ranges::find(kOperators, name, &OperatorInfo::name);
  return found == std::end(kOperators) ? nullptr : &*found;
}

std::string_view quantifier_name(Quantifier quantifier) { return kQuantifiers[static_cast<std::size_t>(quantifier)]; }

std::optional<Quantifier> parse_quantifier(std::string_view name) {
  for (std::size_t i = 1; i < std::size(kQuantifiers); ++i) {
    if (kQuantifiers[i] == name) return static_cast<Quantifier>(i);
  }
  return std::nullopt;
}

std::span<const TransformerInfo> all_transformers() { return kTransformers; }

const TransformerInfo* find_transformer(std::string_view name) {
  auto found = std::ranges::find(kTransformers, name, &TransformerInfo::name);
  return found == std::end(kTransformers) ? nullptr : &*found;
}

}  // namespace batten::rules
