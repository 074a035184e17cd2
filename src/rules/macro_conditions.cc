// SPDX-License-Identifier: Apache-2.0
#include "rules/macro_conditions.h"

#include <algorithm>

#include "base/format.h"
#include "base/nearest.h"
#include "base/text.h"

namespace batten::rules {
namespace {

constexpr std::size_t kMaxTotalSize = 4'000'000;  // fields, texts and numbers of all conditions
constexpr std::size_t kMaxPath = 500;             // macros in macros

std::string label(std::string_view name) { return format("macro '{}'", base::printable(name)); }

}  // namespace

MacroConditions::MacroConditions(const Book& book, ListTexts& lists, Reports& reports)
    : book_(book), reports_(reports), states_(book.macros().size()), used_(book.macros().size()) {
  for (const BookMacro& macro : book.macros()) {
    std::size_t index = trees_.size();
    index_.emplace(macro.name, index);
    ConditionTree& tree = trees_.emplace_back(parse_condition(lists.put_into(macro.condition, label(macro.name))));
    if (!tree.fault) continue;
    states_[index] = State::kBroken;
    reports_.add(DiagnosticCode::kErrCompileCondition, tree.fault->spot, tree.fault->length, label(macro.name), tree.fault->message);
  }
  for (std::size_t i = 0; i < trees_.size(); ++i) (void)resolve(i);
}

void MacroConditions::report(DiagnosticCode code, const Condition& use, std::string_view item, std::string message) {
  reports_.add(code, use.left.place.offset, use.left.place.length, std::string(item), std::move(message));
}

bool MacroConditions::resolve(std::size_t index) {
  if (states_[index] != State::kNew) return states_[index] == State::kDone;
  states_[index] = State::kRunning;
  path_.push_back(index);
  std::string item = label(book_.macros()[index].name);
  Reader reader{.order = &book_.macros()[index].order, .item = item, .depth = 0, .size = trees_[index].size};
  bool good = replace(trees_[index].condition, 1, reader);
  trees_[index].depth = std::max(trees_[index].depth, reader.depth);
  trees_[index].size = reader.size;
  path_.pop_back();
  total_size_ += reader.size;
  states_[index] = good ? State::kDone : State::kBroken;
  return good;
}

std::optional<Condition> MacroConditions::put_into(const ConditionTree& tree, std::string_view item) {
  Reader reader{.order = nullptr, .item = item, .depth = 0, .size = tree.size};
  Condition out = tree.condition;
  if (!replace(out, 1, reader)) return std::nullopt;
  total_size_ += reader.size;
  return out;
}

void MacroConditions::mark_used(const Condition& condition) {
  for (const Condition& child : condition.children) mark_used(child);
  auto found = is_macro_use(condition) ? index_.find(condition.left.text) : index_.end();
  if (found != index_.end()) used_[found->second] = true;
}

std::optional<std::size_t> MacroConditions::find(const Condition& use, const Reader& reader) {
  const std::string& name = use.left.text;
  auto found = index_.find(name);
  bool is_known = found != index_.end();
  if (is_known && (reader.order == nullptr || reader.order->can_see(book_.macros()[found->second].order))) return found->second;
  if (is_known) {
    bool itself = reader.order == &book_.macros()[found->second].order;
    report(DiagnosticCode::kErrValidate, use, reader.item,
           itself ? format("the macro '{}' names itself", base::printable(name))
                  : format("the macro '{}' is defined further down; a macro sees only those before it", base::printable(name)));
    return std::nullopt;
  }
  if (book_.is_broken("macro", name)) return std::nullopt;
  base::Nearest nearest(name);
  for (const BookMacro& macro : book_.macros()) nearest.offer(macro.name);
  for (const BookList& list : book_.lists()) nearest.offer(list.name);
  std::string near(nearest.found());
  report(DiagnosticCode::kErrValidate, use, reader.item,
         format("no macro is called '{}'{}", base::printable(name),
                near.empty() ? "" : format("; did you mean '{}'?", base::printable(near))));
  return std::nullopt;
}

bool MacroConditions::fits(const Condition& use, std::size_t index, std::size_t depth, Reader& reader) {
  const ConditionTree& tree = trees_[index];
  reader.depth = std::max(reader.depth, depth - 1 + tree.depth);
  reader.size += tree.size;
  std::string problem;
  if (reader.depth > kMaxConditionDepth) {
    problem = format("with its macros the condition is nested deeper than {}", kMaxConditionDepth);
  } else if (reader.size > kMaxConditionSize) {
    problem = format("with its macros the condition has more than {} fields and values", kMaxConditionSize);
  } else if (total_size_ + reader.size > kMaxTotalSize) {
    problem = format("with their macros all conditions together have more than {} fields and values", kMaxTotalSize);
  }
  if (problem.empty()) return true;
  report(DiagnosticCode::kErrCompileCondition, use, reader.item, std::move(problem));
  return false;
}

bool MacroConditions::replace(Condition& condition, std::size_t depth, Reader& reader) {
  for (Condition& child : condition.children) {
    if (!replace(child, depth + 1, reader)) return false;
  }
  if (!is_macro_use(condition)) return true;
  std::optional<std::size_t> index = find(condition, reader);
  if (!index) return false;
  used_[*index] = true;
  if (states_[*index] == State::kRunning) {
    std::string cycle;
    for (auto at = std::ranges::find(path_, *index); at != path_.end(); ++at) cycle += base::printable(book_.macros()[*at].name) + " -> ";
    report(DiagnosticCode::kErrValidate, condition, reader.item,
           format("macros name each other: {}{}", cycle, base::printable(condition.left.text)));
    return false;
  }
  if (path_.size() >= kMaxPath) {
    report(DiagnosticCode::kErrValidate, condition, reader.item, format("macros in macros deeper than {}", kMaxPath));
    return false;
  }
  if (!resolve(*index) || !fits(condition, *index, depth, reader)) return false;
  condition = Condition(trees_[*index].condition);
  return true;
}

}  // namespace batten::rules
