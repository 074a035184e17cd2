// SPDX-License-Identifier: Apache-2.0
#include "rules/steps.h"

#include <algorithm>
#include <tuple>
#include <unordered_map>

#include "rules/program.h"

namespace batten::rules {
namespace {

constexpr std::size_t kMostNarrowed = 64;

struct Needs {
  std::uint32_t rule = 0;
  std::vector<NodeId> nodes;  // all of them
};

// Roughly what it takes to answer.
unsigned cost(const Program& program, NodeId id, unsigned depth = 0) {
  const Node& node = program.nodes[id];
  if (node.kind == Node::Kind::kNot) return cost(program, node.first, depth);
  if (node.kind == Node::Kind::kCheck) {
    switch (program.checks[node.first].op) {
      case Operator::kRegex:
      case Operator::kGlob:
      case Operator::kIGlob: return 8;
      case Operator::kContains:
      case Operator::kIContains:
      case Operator::kBContains: return 4;
      default: return 1;
    }
  }
  unsigned out = 0;
  for (std::uint32_t i = 0; i < node.count && depth < 8; ++i) out += cost(program, program.children[node.first + i], depth + 1);
  return out;
}

void take_apart(const Program& program, NodeId id, std::vector<NodeId>& out) {
  const Node& node = program.nodes[id];
  if (node.kind != Node::Kind::kAnd) {
    if (std::ranges::find(out, id) == out.end()) out.push_back(id);
    return;
  }
  for (std::uint32_t i = 0; i < node.count; ++i) take_apart(program, program.children[node.first + i], out);
}

// Rules of all that have the same nodes before position.
void add_level(std::span<Needs> all, std::size_t position, Steps& out) {
  for (std::size_t begin = 0; begin < all.size();) {
    std::size_t end = begin + 1;
    while (end < all.size() && all[end].nodes[position] == all[begin].nodes[position]) ++end;
    const std::size_t own = out.steps.size();
    out.steps.push_back({.node = all[begin].nodes[position], .first = static_cast<std::uint32_t>(out.rules.size())});
    const std::span<Needs> group = all.subspan(begin, end - begin);
    const auto longer = std::ranges::stable_partition(group, [&](const Needs& one) { return one.nodes.size() == position + 1; });
    for (auto one = group.begin(); one != longer.begin(); ++one) out.rules.push_back(one->rule);
    out.steps[own].count = static_cast<std::uint32_t>(out.rules.size()) - out.steps[own].first;
    add_level({longer.begin(), longer.end()}, position + 1, out);
    out.steps[own].next = static_cast<std::uint32_t>(out.steps.size());
    begin = end;
  }
}

}  // namespace

Steps make_steps(const Program& program, std::span<const RuleEntry> entries) {
  Steps out;
  std::vector<Needs> all;
  std::unordered_map<NodeId, std::uint32_t> shared;
  for (const RuleEntry& entry : entries) {
    out.real = out.real || entry.real;
    all.push_back({entry.rule, {}});
    take_apart(program, entry.root, all.back().nodes);
    for (NodeId id : all.back().nodes) ++shared[id];
  }
  std::unordered_map<NodeId, unsigned> costs;
  for (const auto& [id, count] : shared) costs[id] = cost(program, id);
  const auto order = [&](NodeId id) { return std::tuple(~shared[id], costs[id], id); };
  for (Needs& one : all) std::ranges::sort(one.nodes, {}, order);
  // Equal beginnings side by side.
  std::ranges::sort(all, [&](const Needs& a, const Needs& b) {
    return std::ranges::lexicographical_compare(a.nodes, b.nodes, [&](NodeId x, NodeId y) { return order(x) < order(y); });
  });
  add_level(all, 0, out);
  return out;
}

const Steps* NarrowedSteps::of(std::uint64_t clauses, const Program& program, std::span<const RuleEntry> entries) {
  if (clauses_.empty() || clauses == ~std::uint64_t{0}) return nullptr;
  for (std::size_t i = 0; i < known_.size(); ++i) {
    if (known_[i] == clauses) return &steps_[i];
  }
  return add(clauses, program, entries);
}

const Steps* NarrowedSteps::add(std::uint64_t clauses, const Program& program, std::span<const RuleEntry> entries) {
  if (known_.size() == kMostNarrowed) return nullptr;
  std::vector<RuleEntry> left;
  for (std::size_t i = 0; i < entries.size(); ++i) {
    if ((clauses_[i] & clauses) != 0) left.push_back(entries[i]);
  }
  known_.push_back(clauses);
  return &steps_.emplace_back(make_steps(program, left));
}

}  // namespace batten::rules
