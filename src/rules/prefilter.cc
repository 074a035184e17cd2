// SPDX-License-Identifier: Apache-2.0
//
// What of an event must hold for any rule to match it, read off the conditions. A part that can't be said in a clause says nothing, so the
// result is never narrower than the rules.
#include "model/prefilter.h"

#include <algorithm>
#include <optional>
#include <unordered_map>

#include "rules/clause.h"
#include "rules/program.h"
#include "rules/ruleset.h"

namespace batten::rules {
namespace {

class Necessity {
 public:
  Necessity(const Program& program, const model::EventTypeInfo& info) : program_(program), info_(info) {}

  // For the node to hold; negated: not to hold.
  const Clauses& of(NodeId id, bool negated) {
    const std::uint64_t key = std::uint64_t{id} << 1 | (negated ? 1u : 0u);
    if (auto found = known_.find(key); found != known_.end()) return found->second;
    Clauses made = compute(program_.nodes[id], negated);
    return known_.emplace(key, std::move(made)).first->second;
  }

 private:
  Clauses compute(const Node& node, bool negated) {
    switch (node.kind) {
      case Node::Kind::kTrue:
      case Node::Kind::kFalse: return (node.kind == Node::Kind::kTrue) != negated ? std::nullopt : Clauses(std::in_place);
      case Node::Kind::kNot: return of(node.first, !negated);
      case Node::Kind::kCheck: return clauses_of(program_.checks[node.first], negated, program_.readings, info_);
      default: break;
    }
    const bool all = (node.kind == Node::Kind::kAnd) != negated;
    Clauses out = all ? std::nullopt : Clauses(std::in_place);
    for (std::uint32_t i = 0; i < node.count; ++i) {
      const Clauses& child = of(program_.children[node.first + i], negated);
      out = all ? all_of(std::move(out), child) : any_of(std::move(out), child);
    }
    return out;
  }

  const Program& program_;
  const model::EventTypeInfo& info_;
  std::unordered_map<std::uint64_t, Clauses> known_;
};

// What one of must hold for any rule of a type to match, and by which of them each rule can match. Clauses of different rules stay apart
// while there is room, as what an event meets then says more of it.
class AnyOf {
 public:
  explicit AnyOf(bool apart) : apart_(apart) {}

  void add(const Clauses& own) {
    std::uint64_t mask = 0;
    for (const model::EventClause& clause : *own) {
      const std::size_t index = place(clause);
      if (index < kBits) mask |= std::uint64_t{1} << index;
    }
    masks_.push_back(mask);
  }

  std::size_t size() const { return clauses_.size(); }
  std::vector<model::EventClause> take_clauses() { return std::move(clauses_); }
  // Of each rule, in the order in which they were added; empty: bits can't say it.
  std::vector<std::uint64_t> take_masks() {
    if (clauses_.size() > kBits) masks_.clear();
    return std::move(masks_);
  }

 private:
  static constexpr std::size_t kBits = 64;

  std::size_t place(const model::EventClause& clause) {
    if (!apart_) return add_clause(clauses_, clause);
    const auto found = std::ranges::find(clauses_, clause);
    const auto index = static_cast<std::size_t>(found - clauses_.begin());
    if (found == clauses_.end()) clauses_.push_back(clause);
    return index;
  }

  bool apart_;
  std::vector<model::EventClause> clauses_;
  std::vector<std::uint64_t> masks_;
};

constexpr std::size_t kMostApart = 48, kMostClauses = 96;

// None: there are too many.
std::optional<AnyOf> any_of_rules(const std::vector<const Clauses*>& rules, bool apart, std::size_t most) {
  AnyOf out(apart);
  for (const Clauses* own : rules) {
    out.add(*own);
    if (out.size() > most) return std::nullopt;
  }
  return out;
}

bool reads(const Program& program, auto asks) {
  for (ReadingId id = 0; id < program.readings.size(); ++id) {
    if (program.readings[id].kind == Reading::Kind::kField && asks(program.readings[id])) return true;
  }
  return false;
}

bool asks_environment(const Reading& reading) { return reading.field->name == "proc.env" || reading.field->name == "proc.aenv"; }

bool asks_data(const Reading& reading) {
  const std::string_view name = reading.field->name;
  const bool argument = name == "evt.arg" || name == "evt.rawarg";
  return name == "evt.buffer" || name == "evt.buflen" || name == "evt.args" || name == "evt.info" ||
         (argument && (reading.text == "data" || reading.index >= 0));
}

bool asks_image(const Reading& reading) { return reading.field->name.starts_with("batten.image."); }
bool asks_packages(const Reading& reading) {
  return reading.field->name == "batten.proc.package" || reading.field->name == "batten.file.package";
}

}  // namespace

model::Prefilter Ruleset::prefilter() {
  model::Prefilter out;
  for (const model::EventTypeInfo& info : model::all_event_types()) {
    model::EventFilter& filter = out.types[info.type];
    Necessity necessity(*program_, info);
    std::vector<const Clauses*> all;
    bool known = true;
    for (const RuleEntry& entry : program_->by_type[info.type]) {
      const Clauses& own = necessity.of(entry.root, false);
      all.push_back(&own);
      known = known && own.has_value();
      if (own && own->empty()) continue;  // it excludes itself
      filter.rules.push_back(entry.rule);
      filter.urgent = filter.urgent || definitions_[entry.rule].priority <= model::Priority::kError;
    }
    filter.wanted = !filter.rules.empty();
    if (!known) continue;
    std::optional<AnyOf> any = any_of_rules(all, true, kMostApart);
    if (!any) any = any_of_rules(all, false, kMostClauses);
    if (!any) continue;
    program_->narrowed[info.type] = NarrowedSteps(any->take_masks());
    filter.any = any->take_clauses();
  }
  out.needs_environment = reads(*program_, asks_environment);
  out.needs_data = reads(*program_, asks_data);
  out.needs_image_facts = reads(*program_, asks_image);
  out.needs_packages = reads(*program_, asks_packages);
  return out;
}

}  // namespace batten::rules
