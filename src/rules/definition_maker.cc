// SPDX-License-Identifier: Apache-2.0
#include "rules/definition_maker.h"

#include <algorithm>
#include <iterator>

#include "base/format.h"
#include "base/nearest.h"
#include "base/text.h"
#include "rules/event_types_of.h"
#include "rules/exceptions.h"
#include "rules/output_check.h"

namespace batten::rules {
namespace {

// An old way to ask for fields that are appended to every output anyway.
constexpr std::string_view kContainerInfo = "%container.info";

PlacedText without_container_info(const PlacedText& output) {
  PlacedText out;
  std::size_t from = 0;
  for (std::size_t at = output.text().find(kContainerInfo); at != std::string::npos; at = output.text().find(kContainerInfo, from)) {
    out.append(output, from, at);
    from = at + kContainerInfo.size();
  }
  out.append(output, from, output.size());
  return out.trimmed();
}

std::vector<std::string> sorted_tags(const std::optional<std::vector<std::string>>& tags) {
  std::vector<std::string> out = tags.value_or(std::vector<std::string>());
  std::ranges::sort(out);
  auto [first, last] = std::ranges::unique(out);
  out.erase(first, last);
  return out;
}

}  // namespace

std::optional<Definition> DefinitionMaker::make(const BookRule& entry) {
  const RuleItem& rule = entry.rule;
  std::string item = format("rule '{}'", base::printable(rule.name));
  if (entry.has_unknown_source) {
    // Its fields are of that source, so it is not judged; what it names is in use all the same.
    macros_.mark_used(parse_condition(lists_.put_into(*rule.condition, item)).condition);
    return std::nullopt;
  }
  std::optional<Condition> made = condition(rule, item);
  std::optional<Counting> counted = counting(rule, item);
  bool is_counted = rule.count || rule.within_ns || rule.by || rule.after;
  if (!made || (is_counted && !counted)) return std::nullopt;
  PlacedText output = without_container_info(*rule.output);
  FilePlace place = spots_.place(rule.spot, rule.name.size());
  FilePlace output_place = spots_.place(output.spot(0), output.size());
  settle(*made, place.file);
  Definition out;
  out.name = rule.name;
  out.description = *rule.description;
  out.condition = *std::move(made);
  out.output = output.text();
  out.priority = *rule.priority;
  out.enabled = rule.enabled.value_or(true);
  out.warn_evttypes = rule.warn_evttypes.value_or(true);
  out.tags = sorted_tags(rule.tags);
  out.counting = std::move(counted);
  if (out.counting) {
    for (Operand& by : out.counting->by) settle(by, place.file);
  }
  out.file = files_[place.file].name;
  out.place = place.place;
  if (output_place.file == place.file) out.output_place = output_place.place;
  return out;
}

std::optional<Condition> DefinitionMaker::condition(const RuleItem& rule, std::string_view item) {
  std::optional<PlacedText> text = condition_with_exceptions(rule, reports_);
  if (!text) return std::nullopt;
  ConditionTree tree = parse_condition(lists_.put_into(*text, item));
  if (tree.fault) {
    reports_.add(DiagnosticCode::kErrCompileCondition, tree.fault->spot, tree.fault->length, std::string(item), tree.fault->message);
    return std::nullopt;
  }
  std::optional<Condition> out = macros_.put_into(tree, item);
  if (!out || !fields_are_good(rule, *out, item)) return std::nullopt;
  warn_of_event_types(rule, *out, item);
  return out;
}

bool DefinitionMaker::report(const std::vector<CheckFinding>& findings, std::string_view item) {
  bool good = true;
  for (const CheckFinding& one : findings) {
    good = good && !is_error(one.code);
    reports_.add(one.code, one.spot, one.length, std::string(item), one.message);
  }
  return good;
}

bool DefinitionMaker::fields_are_good(const RuleItem& rule, const Condition& condition, std::string_view item) {
  std::vector<CheckFinding> findings = check_.check(condition);
  std::ranges::move(check_output(without_container_info(*rule.output), check_), std::back_inserter(findings));
  bool skip = rule.skip_if_unknown_filter.value_or(false) && std::ranges::any_of(findings, &CheckFinding::unknown);
  if (!skip) return report(findings, item);
  for (const CheckFinding& one : findings) {
    if (one.unknown)
      reports_.add(DiagnosticCode::kUnknownFilter, one.spot, one.length, std::string(item), one.message + "; the rule is skipped");
  }
  return false;
}

void DefinitionMaker::warn_of_event_types(const RuleItem& rule, const Condition& condition, std::string_view item) {
  EventTypes types = event_types_of(condition);
  Spot spot = rule.condition->spot(0);
  if (types.none()) {
    reports_.add(DiagnosticCode::kCompileCondition, spot, std::string(item),
                 "the condition holds for no type of event that is watched, so the rule never fires");
  } else if (types.count() * 2 > rule_event_types().count() && rule.warn_evttypes.value_or(true)) {
    reports_.add(
        DiagnosticCode::kNoEvttype, spot, std::string(item),
        format("the condition is judged for {} types of events, which costs time; begin it with 'evt.type = ..' or 'evt.type in (..)', "
               "or say 'warn_evttypes: false'",
               types.count()));
  }
}

std::optional<std::vector<Operand>> DefinitionMaker::counted_by(const RuleItem& rule, std::string_view item) {
  std::vector<Operand> out;
  bool good = true;
  for (const PlacedText& text : rule.by.value_or(std::vector<PlacedText>())) {
    OperandText parsed = parse_operand(text);
    if (parsed.fault) {
      reports_.add(DiagnosticCode::kErrValidate, parsed.fault->spot, parsed.fault->length, std::string(item),
                   "'by': " + parsed.fault->message);
      good = false;
    } else {
      good = report(check_.check(parsed.operand), item) && good;
      out.push_back(std::move(parsed.operand));
    }
  }
  if (!good) return std::nullopt;
  return out;
}

bool DefinitionMaker::follows_are_known(const RuleItem& rule, std::string_view item) {
  if (names_.empty()) {
    for (const BookRule& one : book_.rules()) names_.insert(one.rule.name);
  }
  bool good = true;
  for (const PlacedText& name : *rule.after) {
    bool is_known = names_.contains(name.text());
    if (is_known && name.text() != rule.name) continue;
    good = false;
    if (!is_known && book_.is_broken("rule", name.text())) continue;
    base::Nearest nearest(name.text());
    for (std::string_view one : names_) nearest.offer(one);
    std::string near(nearest.found());
    reports_.add(DiagnosticCode::kErrValidate, name.spot(0), name.size(), std::string(item),
                 is_known ? std::string("'after' names the rule itself; use 'count'")
                          : format("'after' names '{}', and there is no such rule{}", base::printable(name.text()),
                                   near.empty() ? "" : format("; did you mean '{}'?", base::printable(near))));
  }
  return good;
}

std::optional<Counting> DefinitionMaker::counting(const RuleItem& rule, std::string_view item) {
  if (!rule.count && !rule.within_ns && !rule.by && !rule.after) return std::nullopt;
  bool counts = rule.count.value_or(1) > 1;
  bool follows = rule.after && !rule.after->empty();
  auto fail = [&](std::string message) {
    reports_.add(DiagnosticCode::kErrValidate, rule.spot, rule.name.size(), std::string(item), std::move(message));
  };
  if (!counts && !follows) {
    fail("'within' and 'by' need a 'count' of 2 or more, or 'after'");
    return std::nullopt;
  }
  if (!rule.within_ns) {
    fail("'count' and 'after' need 'within', the time in which it has to happen");
    return std::nullopt;
  }
  std::optional<std::vector<Operand>> by = counted_by(rule, item);
  if (!by || (follows && !follows_are_known(rule, item))) return std::nullopt;
  Counting out{.count = rule.count.value_or(1), .within_ns = *rule.within_ns, .by = *std::move(by), .after = {}};
  if (follows) {
    for (const PlacedText& name : *rule.after) out.after.push_back(name.text());
  }
  return out;
}

void DefinitionMaker::settle(Operand& operand, std::size_t file) const {
  FilePlace place = spots_.place(operand.place.offset, operand.place.length);
  operand.place = place.file == file ? place.place : model::Place{};
  for (Operand& part : operand.parts) settle(part, file);
}

void DefinitionMaker::settle(Condition& condition, std::size_t file) const {
  for (Condition& child : condition.children) settle(child, file);
  if (condition.kind != Condition::Kind::kCheck) return;
  settle(condition.left, file);
  settle(condition.right, file);
}

void DefinitionMaker::report_unused() {
  for (std::size_t i = 0; i < book_.macros().size(); ++i) {
    const BookMacro& macro = book_.macros()[i];
    if (macros_.used()[i]) continue;
    reports_.add(DiagnosticCode::kUnusedMacro, macro.spot, macro.name.size(), format("macro '{}'", base::printable(macro.name)),
                 "no rule and no macro uses it");
  }
  for (std::size_t i = 0; i < book_.lists().size(); ++i) {
    const BookList& list = book_.lists()[i];
    if (lists_.used()[i]) continue;
    reports_.add(DiagnosticCode::kUnusedList, list.spot, list.name.size(), format("list '{}'", base::printable(list.name)),
                 "no condition and no list uses it");
  }
}

}  // namespace batten::rules
