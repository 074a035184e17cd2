// SPDX-License-Identifier: Apache-2.0
//
// What a value is looked up in: many texts, many prefixes, many path patterns at once.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace batten::rules {

std::uint64_t text_hash(std::string_view text);

// Texts in a hash table of open addresses; a lookup allocates nothing.
class TextSet {
 public:
  void add(std::string_view text);
  bool contains(std::string_view text) const;
  bool empty() const { return texts_.empty(); }

 private:
  void place(std::uint32_t index);

  std::vector<std::string> texts_;
  std::vector<std::uint32_t> slots_;  // index of texts_ plus one; 0: free
  std::uint64_t lengths_ = 0;         // bit of each length that is there, the last for all longer ones
};

// Whether a text begins with one of them: a tree of bytes.
class PrefixTree {
 public:
  PrefixTree() : nodes_(1) {}
  void add(std::string_view prefix);
  bool matches(std::string_view text) const;

 private:
  struct Node {
    bool ends = false;
    std::vector<std::pair<char, std::uint32_t>> children;
  };
  std::vector<Node> nodes_;
};

// pmatch: whether a path is one of them or lies below one of them. Components may be patterns, which do not cross '/'.
class PathTree {
 public:
  PathTree() : nodes_(1) {}
  void add(std::string_view path);
  bool matches(std::string_view path) const;

 private:
  struct Node {
    bool ends = false;
    std::map<std::string, std::uint32_t, std::less<>> children;
    std::vector<std::pair<std::string, std::uint32_t>> patterns;
  };
  bool matches(std::uint32_t node, std::string_view rest) const;

  std::uint32_t absolute_ = 0;  // where paths that begin with a slash begin; 0: there are none
  std::vector<Node> nodes_;
};

}  // namespace batten::rules
