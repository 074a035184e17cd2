// SPDX-License-Identifier: Apache-2.0
#include "rules/text_index.h"

#include <algorithm>

namespace batten::rules {

bool TextIndex::add(const Check& check, std::uint32_t number) {
  if (check.right != kNoReading || (check.quantifier != Quantifier::kNone && check.quantifier != Quantifier::kAnyOf)) return false;
  switch (check.op) {
    case Operator::kEqual:
    case Operator::kIn:
    case Operator::kIntersects:
      for (const Literal& literal : check.literals) {
        std::vector<std::uint32_t>& numbers = exact_[literal.text];
        if (numbers.empty() || numbers.back() != number) numbers.push_back(number);
      }
      return true;
    case Operator::kStartsWith:
      for (const Literal& literal : check.literals) add_prefix(literal.text, number);
      return true;
    default: return false;
  }
}

void TextIndex::add_prefix(std::string_view prefix, std::uint32_t number) {
  std::uint32_t at = 0;
  for (char c : prefix) {
    const auto found = std::ranges::find(nodes_[at].children, c, &std::pair<char, std::uint32_t>::first);
    if (found != nodes_[at].children.end()) {
      at = found->second;
      continue;
    }
    const auto made = static_cast<std::uint32_t>(nodes_.size());
    nodes_[at].children.emplace_back(c, made);
    nodes_.emplace_back();
    at = made;
  }
  nodes_[at].numbers.push_back(number);
}

PairsOfLiteral Pairs::of_literal(std::string_view text) {
  PairsOfLiteral out;
  if (text.size() < 2) return out;
  const std::size_t pairs = text.size() - 1;
  const std::size_t step = std::max<std::size_t>(1, pairs / out.places.size());
  for (std::size_t i = pairs; i > 0 && out.count < out.places.size(); i -= std::min(i, step))
    out.places[out.count++] = place(text[i - 1], text[i]);
  return out;
}

}  // namespace batten::rules
