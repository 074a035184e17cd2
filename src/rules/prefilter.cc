// SPDX-License-Identifier: Apache-2.0
//
// What of an event must hold for any rule to match it, read off the conditions. A part that can't be said in a clause says nothing, so the
// result is never narrower than the rules.
#include "model/prefilter.h"

#include <algorithm>
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

model::Prefilter Ruleset::prefilter() const {
  model::Prefilter out;
  for (const model::EventTypeInfo& info : model::all_event_types()) {
    model::EventFilter& filter = out.types[info.type];
    Necessity necessity(*program_, info);
    Clauses any{std::in_place};
    for (const RuleEntry& entry : program_->by_type[info.type]) {
      const Clauses& own = necessity.of(entry.root, false);
      if (own && own->empty()) continue;  // it excludes itself
      filter.rules.push_back(entry.rule);
      filter.urgent = filter.urgent || definitions_[entry.rule].priority <= model::Priority::kError;
      any = any_of(std::move(any), own);
    }
    filter.wanted = !filter.rules.empty();
    if (any) filter.any = std::move(*any);
  }
  out.needs_environment = reads(*program_, asks_environment);
  out.needs_data = reads(*program_, asks_data);
  out.needs_image_facts = reads(*program_, asks_image);
  out.needs_packages = reads(*program_, asks_packages);
  return out;
}

}  // namespace batten::rules
