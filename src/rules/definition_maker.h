// SPDX-License-Identifier: Apache-2.0
//
// Makes a Definition of a rule whose items have all been applied: exceptions, lists and macros put into its condition, all of it checked.
#pragma once

#include <optional>

#include "rules/book.h"
#include "rules/condition_check.h"
#include "rules/definition.h"
#include "rules/list_text.h"
#include "rules/macro_conditions.h"
#include "rules/reports.h"

namespace batten::rules {

class DefinitionMaker {
 public:
  DefinitionMaker(const Book& book, std::span<const RuleFile> files, const Spots& spots, Reports& reports)
      : book_(book), files_(files), spots_(spots), reports_(reports), lists_(book, reports), macros_(book, lists_, reports) {}

  // None: it has a fault, or is to be skipped; both have been reported.
  std::optional<Definition> make(const BookRule& entry);
  // After all rules.
  void report_unused();

 private:
  std::optional<Condition> condition(const RuleItem& rule, std::string_view item);
  bool fields_are_good(const RuleItem& rule, const Condition& condition, std::string_view item);
  bool report(const std::vector<CheckFinding>& findings, std::string_view item);
  std::optional<Counting> counting(const RuleItem& rule, std::string_view item);
  std::optional<std::vector<Operand>> counted_by(const RuleItem& rule, std::string_view item);
  bool follows_are_known(const RuleItem& rule, std::string_view item);
  void warn_of_event_types(const RuleItem& rule, const Condition& condition, std::string_view item);
  void settle(Condition& condition, std::size_t file) const;
  void settle(Operand& operand, std::size_t file) const;

  const Book& book_;
  std::span<const RuleFile> files_;
  const Spots& spots_;
  Reports& reports_;
  ListTexts lists_;
  MacroConditions macros_;
  ConditionCheck check_;
  std::set<std::string_view> names_;  // of rules, when asked for
};

}  // namespace batten::rules
