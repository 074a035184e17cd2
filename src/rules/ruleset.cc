// SPDX-License-Identifier: Apache-2.0
//
// Judging: the rules of the event's type, by the text of its path first and by the real path where that differs.
#include "rules/ruleset.h"

#include <algorithm>
#include <string>
#include <unordered_map>
#include <utility>

#include "rules/counting.h"
#include "rules/evaluator.h"
#include "rules/event_path.h"
#include "rules/make_alert.h"
#include "rules/program.h"

namespace batten::rules {
namespace {

// Values of "by" in one text that no other values make.
std::string count_key(const std::vector<ReadingId>& by, Evaluator& evaluator) {
  std::string out;
  for (ReadingId id : by) {
    const std::string_view text = value_text(evaluator.read(id, PathView::kText), evaluator.scratch());
    out += std::to_string(text.size());
    out += ':';
    out += text;
  }
  return out;
}

bool fires(std::uint32_t rule, const Moment& moment, Program& program) {
  CountTable* table = program.tables[rule].get();
  return table == nullptr || table->held(count_key(program.countings[rule].by, *program.evaluator), moment.time_ns);
}

void tell_followers(std::uint32_t rule, const Moment& moment, Program& program) {
  for (std::uint32_t follower : program.followers[rule]) {
    const CompiledCounting& counting = program.countings[follower];
    const std::string key = count_key(counting.by, *program.evaluator);
    for (std::size_t i = counting.after.size(); i-- > 0;) {
      if (counting.after[i] == rule) program.tables[follower]->preceded(key, i, moment.time_ns);
    }
  }
}

void walk(const Steps& steps, PathView view, Evaluator& evaluator, std::vector<std::uint32_t>& found) {
  for (std::size_t at = 0; at < steps.steps.size();) {
    const Step& step = steps.steps[at];
    if (!evaluator.holds(step.node, view)) {
      at = step.next;
      continue;
    }
    for (std::uint32_t i = 0; i < step.count; ++i) found.push_back(steps.rules[step.first + i]);
    ++at;
  }
}

const Steps& steps_of(const Moment& moment, Program& program) {
  const model::EventType type = moment.event->type();
  const Steps* narrowed = program.narrowed[type].of(moment.clauses, program, program.by_type[type]);
  return narrowed != nullptr ? *narrowed : program.steps[type];
}

}  // namespace

Ruleset::Ruleset(std::vector<Definition> definitions, const LoadOptions& options, std::unique_ptr<Program> program)
    : definitions_(std::move(definitions)), options_(options), program_(std::move(program)) {}
Ruleset::Ruleset(Ruleset&&) noexcept = default;
Ruleset& Ruleset::operator=(Ruleset&&) noexcept = default;
Ruleset::~Ruleset() = default;

void Ruleset::judge(const Moment& moment, std::vector<model::Alert>& out) {
  Program& program = *program_;
  ++program.events;
  const Steps& steps = steps_of(moment, program);
  if (steps.steps.empty()) return;
  Evaluator& evaluator = *program.evaluator;
  evaluator.begin(moment);
  program.found.clear();
  walk(steps, PathView::kText, evaluator, program.found);
  if (steps.real && real_path_differs(*moment.event, evaluator.scratch())) walk(steps, PathView::kReal, evaluator, program.found);
  if (program.found.empty()) return;

  // In the order of the rules, each once.
  std::ranges::sort(program.found);
  program.found.erase(std::ranges::unique(program.found).begin(), program.found.end());
  for (std::uint32_t rule : program.found) {
    if (!fires(rule, moment, program)) continue;
    ++program.matches[rule];
    tell_followers(rule, moment, program);
    out.push_back(make_alert(definitions_[rule], program.outputs[rule], program, moment, evaluator));
    if (!options_.all_matches) return;
  }
}

Ruleset::Counts Ruleset::counts() const { return {.matches = program_->matches, .events = program_->events}; }

void Ruleset::take_over(Ruleset& before) {
  std::unordered_map<std::string_view, std::uint32_t> numbers;
  for (std::uint32_t i = 0; i < before.definitions_.size(); ++i) numbers.emplace(before.definitions_[i].name, i);
  program_->events += before.program_->events;
  for (std::uint32_t i = 0; i < definitions_.size(); ++i) {
    const auto found = numbers.find(definitions_[i].name);
    if (found == numbers.end()) continue;
    program_->matches[i] += before.program_->matches[found->second];
    const Definition& old = before.definitions_[found->second];
    if (old.counting == definitions_[i].counting && program_->tables[i]) program_->tables[i].swap(before.program_->tables[found->second]);
  }
}

}  // namespace batten::rules
