// SPDX-License-Identifier: Apache-2.0
//
// What a YAML text is kept as: flat tables that Views point into. yaml.cc fills them, yaml_view.cc reads them.
#pragma once

#include <string>
#include <vector>

#include "base/yaml.h"

namespace batten::yaml {

struct Node {
  Type type = Type::kScalar;
  Style style = Style::kPlain;
  std::uint32_t target = 0;         // itself, or the node that this alias stands for
  std::uint32_t begin = 0;          // of the text in Tree::text, the items, or the members
  std::uint32_t size = 0;           // bytes, items or members
  std::uint32_t sorted = kNoIndex;  // large mappings: where its part of Tree::sorted begins
  std::uint32_t tag = 0;            // in Tree::names
  std::uint32_t anchor = 0;         // in Tree::names; of an alias, its name
  std::uint32_t cost = 1;           // see Limits::max_nodes
  Place start, end;

  static constexpr std::uint32_t kNoIndex = ~0u;
};

struct Member {
  std::uint32_t key;
  std::uint32_t value;
};

struct Tree {
  std::vector<Node> nodes;
  std::string text;
  std::vector<std::uint32_t> items;
  std::vector<Member> members;
  // Of every large mapping a count, then that many indices into members, ordered by key; scalar keys only.
  std::vector<std::uint32_t> sorted;
  std::vector<std::string> names = {""};
  std::vector<std::uint32_t> roots;
  std::vector<Remark> remarks;

  const Node& content(std::uint32_t index) const { return nodes[nodes[index].target]; }
  bool is_scalar(std::uint32_t index) const { return content(index).type == Type::kScalar; }
  std::string_view scalar(std::uint32_t index) const {
    const Node& node = content(index);
    return node.type == Type::kScalar ? std::string_view(text).substr(node.begin, node.size) : std::string_view();
  }
};

}  // namespace batten::yaml
