// SPDX-License-Identifier: Apache-2.0
#include "rules/text_index.h"

#include <algorithm>
#include <cstdint>
#include <ranges>

namespace batten::rules {
namespace {

// Bytes of a glob before the first that is not itself.
std::size_t literal_beginning(std::string_view glob) { return std::min(glob.find_first_of("*?[\\{"), glob.size()); }

}  // namespace

Lookup TextIndex::add(const Check& check, std::uint32_t number) {
  if (check.right != kNoReading || (check.quantifier != Quantifier::kNone && check.quantifier != Quantifier::kAnyOf)) return Lookup::kNone;
  switch (check.op) {
    case Operator::kEqual:
    case Operator::kIn:
    case Operator::kIntersects:
      for (const Literal& literal : check.literals) {
        std::vector<std::uint32_t>& numbers = exact_[literal.text];
        if (numbers.empty() || numbers.back() != number) numbers.push_back(number);
      }
      return Lookup::kDecides;
    case Operator::kStartsWith:
      for (const Literal& literal : check.literals) prefixes_.add(literal.text, number);
      return Lookup::kDecides;
    case Operator::kEndsWith:
      for (const Literal& literal : check.literals) suffixes_.add(literal.text | std::views::reverse, number);
      return Lookup::kDecides;
    case Operator::kGlob:
      if (!std::ranges::all_of(check.literals, [](const Literal& literal) { return literal_beginning(literal.text) > 0; }))
        return Lookup::kNone;
      for (const Literal& literal : check.literals) prefixes_.add(literal.text.substr(0, literal_beginning(literal.text)), number);
      return Lookup::kCandidate;
    case Operator::kContains:
    case Operator::kIContains:
      if (!std::ranges::all_of(check.literals, [](const Literal& literal) { return Grams::knows(literal.text); })) return Lookup::kNone;
      for (const Literal& literal : check.literals) contained_.add(literal.text, number);
      return Lookup::kCandidate;
    default: return Lookup::kNone;
  }
}

template <typename Bytes>
void TextIndex::Tree::add(const Bytes& bytes, std::uint32_t number) {
  std::uint32_t at = 0;
  for (char c : bytes) {
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
  std::vector<std::uint32_t>& numbers = nodes_[at].numbers;
  if (numbers.empty() || numbers.back() != number) numbers.push_back(number);
}

void Grams::add(std::string_view text, std::uint32_t number) {
  const auto gram_at = [&](std::size_t i) { return lower(text[i]) << 16 | lower(text[i + 1]) << 8 | lower(text[i + 2]); };
  std::uint32_t best = 0;
  if (text.size() == 2) {
    best = pair_of(lower(text[0]) << 8 | lower(text[1]));
    has_pairs_ = true;
  } else {
    // The one that fewest others have, of equals the last: beginnings are alike more often.
    std::size_t fewest = SIZE_MAX;
    for (std::size_t i = 0; i + 2 < text.size(); ++i) {
      const auto found = entries_.find(gram_at(i));
      const std::size_t others = found == entries_.end() ? 0 : found->second.size();
      if (others <= fewest) best = gram_at(i), fewest = others;
    }
    seen_.set(place(best));
  }
  std::vector<std::uint32_t>& numbers = entries_[best];
  if (numbers.empty() || numbers.back() != number) numbers.push_back(number);
}

}  // namespace batten::rules
