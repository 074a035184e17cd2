// SPDX-License-Identifier: Apache-2.0
//
// All comparisons of one field with texts at once: which of them hold for a value is one lookup in a table and a walk down two
// trees, however many rules ask. Which of the texts that may stand anywhere in a value can be there is one pass over it.
#pragma once

#include <bitset>
#include <cstdint>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "rules/check.h"

namespace batten::rules {

// Texts that a value may contain, each known by three bytes of it (two, where it has no more) in lower case.
class Grams {
 public:
  // False: the text is too short to be known by anything.
  static bool knows(std::string_view text) { return text.size() > 1; }
  void add(std::string_view text, std::uint32_t number);

  // Numbers of the texts that may be there, some of them several times.
  template <typename Visit>
  void each(std::string_view text, Visit& visit) const {
    if (entries_.empty()) return;
    std::uint32_t gram = 0;
    for (std::size_t i = 0; i < text.size(); ++i) {
      gram = (gram << 8 | lower(text[i])) & 0xffffff;
      if (i > 1 && seen_.test(place(gram))) visit_gram(gram, visit);
      if (i > 0 && has_pairs_) visit_gram(pair_of(gram), visit);
    }
  }

 private:
  static std::uint32_t lower(char c) { return static_cast<unsigned char>(c >= 'A' && c <= 'Z' ? c + 32 : c); }
  static std::uint32_t pair_of(std::uint32_t gram) { return 1u << 24 | (gram & 0xffff); }
  static std::uint32_t place(std::uint32_t gram) { return gram * 0x9e3779b1u >> 20; }
  template <typename Visit>
  void visit_gram(std::uint32_t gram, Visit& visit) const {
    const auto found = entries_.find(gram);
    if (found == entries_.end()) return;
    for (std::uint32_t number : found->second) visit(number);
  }

  std::unordered_map<std::uint32_t, std::vector<std::uint32_t>> entries_;
  std::bitset<4096> seen_;  // places of grams of three bytes
  bool has_pairs_ = false;
};

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
    contained_.each(text, visit);
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
  Grams contained_;
};

}  // namespace batten::rules
