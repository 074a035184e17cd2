// SPDX-License-Identifier: Apache-2.0
//
// Lists, macros and rules as all files together leave them: later items append to, replace and redefine earlier ones.
#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "rules/item_reader.h"
#include "rules/items.h"
#include "rules/reports.h"

namespace batten::rules {

// Items are counted. One that was defined (first) before another was last changed can be seen by it.
struct Order {
  std::uint32_t defined = 0;
  std::uint32_t changed = 0;

  bool can_see(const Order& other) const { return other.defined < changed; }
};

struct BookList {
  std::string name;
  Spot spot = kNowhere;
  Order order;
  std::vector<PlacedText> items;
};

struct BookMacro {
  std::string name;
  Spot spot = kNowhere;
  Order order;
  PlacedText condition;
};

struct BookRule {
  RuleItem rule;
  bool has_unknown_source = false;
};

// Entries in the order of their first definition.
class Book {
 public:
  Book(Reports& reports, const BrokenNames& broken) : reports_(reports), broken_(broken) {}

  void add(Item item);
  const std::vector<BookList>& lists() const { return lists_; }
  const std::vector<BookMacro>& macros() const { return macros_; }
  const std::vector<BookRule>& rules() const { return rules_; }
  bool is_broken(std::string_view kind, std::string_view name) const;

 private:
  using Index = std::map<std::string, std::size_t, std::less<>>;
  template <typename Entry>
  static Entry* find(std::vector<Entry>& entries, const Index& index, std::string_view name);
  void take(ListItem item);
  void take(MacroItem item);
  void take(RuleItem item);
  void take(RuleUpdate update);
  void take(RuleSwitch item);
  bool exceptions_fit(const RuleItem& before, const RuleItem& update);
  void missing(std::string_view kind, std::string_view name, Spot spot, const Index& index, std::string_view what);

  Reports& reports_;
  const BrokenNames& broken_;
  std::vector<BookList> lists_;
  std::vector<BookMacro> macros_;
  std::vector<BookRule> rules_;
  Index list_index_, macro_index_, rule_index_;
  std::uint32_t next_ = 0;
};

}  // namespace batten::rules
