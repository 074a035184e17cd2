// SPDX-License-Identifier: Apache-2.0
#include "rules/node_table.h"

#include <algorithm>
#include <array>
#include <deque>
#include <memory>

#include "base/format.h"
#include "base/text.h"
#include "model/event_build.h"
#include "rules/merge_checks.h"

namespace batten::rules {
namespace {

constexpr NodeId kUnknown = 0xffffffff;

// Texts of a right side. evt.type's other names ("umount2") become those that events have.
std::vector<std::string> texts_of(const Operand& right, bool event_types) {
  std::vector<std::string> out;
  const auto add = [&](const Operand& one) {
    const auto type = event_types ? model::parse_event_type(one.text) : std::nullopt;
    out.push_back(type ? std::string(model::event_type_info(*type)->name) : one.text);
  };
  if (right.kind == Operand::Kind::kList)
    std::ranges::for_each(right.parts, add);
  else
    add(right);
  return out;
}

bool is_literal(const Operand& operand) { return operand.kind == Operand::Kind::kText || operand.kind == Operand::Kind::kList; }

std::string key_of(const Check& check, const std::vector<std::string>& texts) {
  std::string out = format("check {} {} {} {}", static_cast<int>(check.op), static_cast<int>(check.quantifier), check.left, check.right);
  for (const std::string& text : texts) out += format(" {}:{}", text.size(), text);
  return out;
}

// Of each type one event without any values, for fields that are the same for all.
const model::Event& blank_event(model::EventType type) {
  struct Blank {
    model::OwnedEvent bytes;
    model::Event event;
  };
  static const auto kBlanks = [] {
    std::array<std::unique_ptr<Blank>, BATTEN_EVENT_TYPES> out;
    for (const model::EventTypeInfo& info : model::all_event_types()) {
      auto made = model::EventBuilder(info.type).build();
      if (!made) continue;
      const model::Event event = made->event();  // of bytes that move with their vector
      out[info.type] = std::make_unique<Blank>(Blank{std::move(*made), event});
    }
    return out;
  }();
  return kBlanks[type]->event;
}

bool is_plain_icontains(const Condition& check) { return check.op == Operator::kIContains && is_literal(check.right); }

// "x icontains Y" is "tolower(x) contains y": the text is put in lower case once for all.
Condition lowered(Condition check) {
  Operand call;
  call.kind = Operand::Kind::kTransformer;
  call.text = "tolower";
  call.parts.push_back(std::move(check.left));
  check.left = std::move(call);
  check.op = Operator::kContains;
  check.right.text = base::lower(check.right.text);
  for (Operand& part : check.right.parts) part.text = base::lower(part.text);
  return check;
}

bool same_for_type(const Reading& reading) { return reading.kind == Reading::Kind::kField && reading.field->by_type; }

}  // namespace

NodeTable::NodeTable(Program& program) : program_(program) { program_.nodes = {{.kind = Node::Kind::kFalse}, {.kind = Node::Kind::kTrue}}; }

NodeId NodeTable::add_node(std::string key, const Node& node) {
  const auto [place, fresh] = by_key_.emplace(std::move(key), static_cast<NodeId>(program_.nodes.size()));
  if (fresh) program_.nodes.push_back(node);
  return place->second;
}

NodeId NodeTable::add_not(NodeId child) {
  if (child == kFalseNode) return kTrueNode;
  if (child == kTrueNode) return kFalseNode;
  const Node& below = program_.nodes[child];
  return add_node(format("not {}", child), {.kind = Node::Kind::kNot, .real = below.real, .by_type = below.by_type, .first = child});
}

NodeId NodeTable::add_group(Node::Kind kind, std::span<const NodeId> children) {
  const NodeId neutral = kind == Node::Kind::kAnd ? kTrueNode : kFalseNode;
  const NodeId decides = kind == Node::Kind::kAnd ? kFalseNode : kTrueNode;
  std::vector<NodeId> kept;
  std::string key = kind == Node::Kind::kAnd ? "and" : "or";
  Node node{.kind = kind};
  for (NodeId child : children) {
    if (child == decides) return decides;
    if (child == neutral || std::ranges::find(kept, child) != kept.end()) continue;
    kept.push_back(child);
    key += format(" {}", child);
    node.real = node.real || program_.nodes[child].real;
    node.by_type = node.by_type || program_.nodes[child].by_type;
  }
  if (kept.empty()) return neutral;
  if (kept.size() == 1) return kept.front();
  if (auto found = by_key_.find(key); found != by_key_.end()) return found->second;
  node.first = static_cast<std::uint32_t>(program_.children.size());
  node.count = static_cast<std::uint32_t>(kept.size());
  program_.children.insert(program_.children.end(), kept.begin(), kept.end());
  return add_node(std::move(key), node);
}

NodeId NodeTable::add_check(const Condition& condition, std::string& problem) {
  Check check;
  check.op = condition.op;
  check.quantifier = condition.quantifier;
  check.left = program_.readings.add(condition.left, problem);
  if (check.left == kNoReading) return kFalseNode;
  const bool exists = condition.op == Operator::kExists;
  const bool literal = exists || is_literal(condition.right);
  if (!literal) {
    check.right = program_.readings.add(condition.right, problem);
    if (check.right == kNoReading) return kFalseNode;
  }
  const Reading& left = program_.readings[check.left];
  check.several = program_.readings.several(check.left);
  if (left.kind == Reading::Kind::kField && left.field->kind != Value::Kind::kList) check.member = left.field->kind;
  check.real = left.real || (check.right != kNoReading && program_.readings[check.right].real);
  const bool of_type = left.kind == Reading::Kind::kField && (left.field->name == "evt.type" || left.field->name == "syscall.type");
  const std::vector<std::string> texts = exists || !literal ? std::vector<std::string>{} : texts_of(condition.right, of_type);
  std::string key = key_of(check, texts);
  if (auto found = by_key_.find(key); found != by_key_.end()) return found->second;
  problem = prepare(check, texts);
  if (!problem.empty()) return kFalseNode;
  const bool by_type = same_for_type(left) || left.kind == Reading::Kind::kTransformer || left.field->may_have != nullptr || !literal;
  const Node node{
      .kind = Node::Kind::kCheck, .real = check.real, .by_type = by_type, .first = static_cast<std::uint32_t>(program_.checks.size())};
  program_.checks.push_back(std::move(check));
  return add_node(std::move(key), node);
}

NodeId NodeTable::add(const Condition& condition, std::string& problem) {
  switch (condition.kind) {
    case Condition::Kind::kCheck: return add_check(is_plain_icontains(condition) ? lowered(condition) : condition, problem);
    case Condition::Kind::kNot: return condition.children.empty() ? kFalseNode : add_not(add(condition.children.front(), problem));
    default: break;
  }
  std::vector<NodeId> children;
  if (condition.kind == Condition::Kind::kAnd) {
    for (const Condition& child : condition.children) children.push_back(add(child, problem));
    return add_group(Node::Kind::kAnd, children);
  }
  std::deque<Condition> made;
  for (const Condition* child : merge_checks(condition.children, made)) children.push_back(add(*child, problem));
  return add_group(Node::Kind::kOr, children);
}

NodeId NodeTable::for_type(NodeId id, const model::EventTypeInfo& info) {
  if (!program_.nodes[id].by_type) return id;
  if (type_ != info.type) {
    type_ = info.type;
    known_.clear();
  }
  if (id >= known_.size()) known_.resize(program_.nodes.size(), kUnknown);
  if (known_[id] != kUnknown) return known_[id];
  const NodeId out = compute_for_type(id, info);
  known_[id] = out;
  return out;
}

NodeId NodeTable::compute_for_type(NodeId id, const model::EventTypeInfo& info) {
  const Node node = program_.nodes[id];
  if (node.kind == Node::Kind::kCheck) return check_for_type(id, info);
  if (node.kind == Node::Kind::kNot) return add_not(for_type(node.first, info));
  std::vector<NodeId> children;
  const NodeId decides = node.kind == Node::Kind::kAnd ? kFalseNode : kTrueNode;
  for (std::uint32_t i = 0; i < node.count; ++i) {
    children.push_back(for_type(program_.children[node.first + i], info));
    if (children.back() == decides) return decides;
  }
  return add_group(node.kind, children);
}

NodeId NodeTable::check_for_type(NodeId id, const model::EventTypeInfo& info) {
  const Check& check = program_.checks[program_.nodes[id].first];
  if (!program_.readings.may_have(check.left, info)) return kFalseNode;
  if (check.right != kNoReading) return program_.readings.may_have(check.right, info) ? id : kFalseNode;
  const Reading& left = program_.readings[check.left];
  if (!same_for_type(left)) return id;
  static const model::Process kNobody;
  const Moment moment{.event = &blank_event(info.type), .process = &kNobody};
  Scratch scratch;
  const Value value = left.field->get({moment, argument_of(left), PathView::kText, scratch});
  return holds(check, value, Value::none(), moment, scratch) ? kTrueNode : kFalseNode;
}

}  // namespace batten::rules
