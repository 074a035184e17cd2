// SPDX-License-Identifier: Apache-2.0
//
// Conditions of macros, parsed once, and put in where conditions name them.
#pragma once

#include <cstddef>
#include <optional>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "rules/book.h"
#include "rules/condition_text.h"
#include "rules/list_text.h"
#include "rules/reports.h"

namespace batten::rules {

class MacroConditions {
 public:
  MacroConditions(const Book& book, ListTexts& lists, Reports& reports);

  // Macros of tree put in; a rule sees all of them. None: it can't be done, and that has been reported.
  std::optional<Condition> put_into(const ConditionTree& tree, std::string_view item);
  // That a condition names these macros, which is not to be judged.
  void mark_used(const Condition& condition);
  // By index of Book::macros(): named by a rule or by another macro.
  const std::vector<bool>& used() const { return used_; }

 private:
  enum class State : unsigned char { kNew, kRunning, kDone, kBroken };
  struct Reader {
    const Order* order = nullptr;  // whose condition it is; null: a rule
    std::string_view item;
    std::size_t depth = 0;  // in the tree
    std::size_t size = 0;   // copied until now
  };
  bool resolve(std::size_t index);
  bool replace(Condition& condition, std::size_t depth, Reader& reader);
  std::optional<std::size_t> find(const Condition& use, const Reader& reader);
  bool fits(const Condition& use, std::size_t index, std::size_t depth, Reader& reader);
  void report(DiagnosticCode code, const Condition& use, std::string_view item, std::string message);

  const Book& book_;
  Reports& reports_;
  std::unordered_map<std::string_view, std::size_t> index_;
  std::vector<ConditionTree> trees_;
  std::vector<State> states_;
  std::vector<bool> used_;
  std::vector<std::size_t> path_;  // macros that are being put together
  std::size_t total_size_ = 0;
};

}  // namespace batten::rules
