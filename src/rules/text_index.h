// SPDX-License-Identifier: Apache-2.0
//
// All comparisons of one field with texts at once: which of them hold for a value is one lookup in a table and a walk down two
// trees, however many rules ask. And what tells fast that a text does not contain another.
#pragma once

#include <array>
#include <bitset>
#include <cstdint>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "rules/check.h"

namespace batten::rules {

class TextIndex {
 public:
  // number: what each() says of it.
  Lookup add(const Check& check, std::uint32_t number);

  template <typename Visit>
  void each(std::string_view text, Visit visit) const {
    if (auto found = exact_.find(text); found != exact_.end()) {
      for (std::uint32_t number : found->second) visit(number);
    }
    prefixes_.each(text.begin(), text.end(), visit);
    suffixes_.each(text.rbegin(), text.rend(), visit);
  }

 private:
  class Tree {
   public:
    Tree() : nodes_(1) {}
    template <typename Bytes>
    void add(const Bytes& bytes, std::uint32_t number);
    template <typename At, typename Visit>
    void each(At at, At end, Visit& visit) const {
      const Node* node = &nodes_[0];
      for (;; ++at) {
        for (std::uint32_t number : node->numbers) visit(number);
        if (at == end || (node = next(*node, *at)) == nullptr) break;
      }
    }

   private:
    struct Node {
      std::vector<std::uint32_t> numbers;
      std::vector<std::pair<char, std::uint32_t>> children;
    };
    const Node* next(const Node& node, char c) const {
      for (const auto& [own, child] : node.children) {
        if (own == c) return &nodes_[child];
      }
      return nullptr;
    }
    std::vector<Node> nodes_;
  };
  struct Hash {
    using is_transparent = void;
    std::size_t operator()(std::string_view text) const { return text_hash(text); }
  };
  std::unordered_map<std::string, std::vector<std::uint32_t>, Hash, std::equal_to<>> exact_;
  Tree prefixes_, suffixes_;
};

// The pairs of bytes that a text has, in a few bits: a text that lacks a pair of another does not contain it.
class Pairs {
 public:
  void set(std::string_view text) {
    bits_.reset();
    for (std::size_t i = 1; i < text.size(); ++i) bits_.set(place(text[i - 1], text[i]));
  }
  // A few pairs of each literal.
  bool may_contain(const PairsOfLiteral& literal) const {
    for (std::uint8_t i = 0; i < literal.count; ++i) {
      if (!bits_.test(literal.places[i])) return false;
    }
    return true;
  }
  static PairsOfLiteral of_literal(std::string_view text);

 private:
  static std::uint16_t place(char a, char b) {
    return static_cast<std::uint16_t>((static_cast<unsigned char>(a) * 37u + static_cast<unsigned char>(b) * 101u) % 1024u);
  }
  std::bitset<1024> bits_;
};

}  // namespace batten::rules
