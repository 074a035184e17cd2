// SPDX-License-Identifier: Apache-2.0
//
// Builds the nodes of a program so that equal ones are one.
#pragma once

#include <span>
#include <string>
#include <unordered_map>

#include "rules/program.h"

namespace batten::rules {

class NodeTable {
 public:
  explicit NodeTable(Program& program);

  // problem: what can't be compiled; the node is then kFalseNode.
  NodeId add(const Condition& condition, std::string& problem);
  // What is left of a node for events of a type.
  NodeId for_type(NodeId node, const model::EventTypeInfo& info);

 private:
  NodeId add_check(const Condition& check, std::string& problem);
  NodeId add_group(Node::Kind kind, std::span<const NodeId> children);
  NodeId add_not(NodeId child);
  NodeId add_node(std::string key, const Node& node);
  NodeId check_for_type(NodeId id, const model::EventTypeInfo& info);
  NodeId compute_for_type(NodeId id, const model::EventTypeInfo& info);

  Program& program_;
  std::unordered_map<std::string, NodeId> by_key_;
  std::vector<NodeId> known_;  // of the type that was asked for last
  model::EventType type_ = BATTEN_EVENT_TYPES;
};

}  // namespace batten::rules
