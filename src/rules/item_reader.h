// SPDX-License-Identifier: Apache-2.0
//
// Reads the items of one rule file. What is wrong with an item is reported and the item left out, so that one run shows all faults of a
// file.
#pragma once

#include <cstdint>
#include <initializer_list>
#include <optional>
#include <set>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/yaml.h"
#include "rules/items.h"
#include "rules/reports.h"
#include "rules/rule_keys.h"

namespace batten::rules {

// Names whose items could not be read: that they are missing is not worth another message. "macro x", "list x", "rule x".
using BrokenNames = std::set<std::string, std::less<>>;

class ItemReader {
 public:
  ItemReader(std::string_view text, Spot first, Reports& reports, BrokenNames& broken)
      : text_(text), first_(first), reports_(reports), broken_(broken) {}

  // Items of all documents, in the order of the file.
  void read(yaml::View document, std::vector<Item>& out);

 private:
  // item_reader.cc
  std::optional<Item> item(yaml::View view);
  void engine_version(yaml::View view);
  void plugin_versions(yaml::View view);
  bool plugin(yaml::View view, std::string& name, std::string& version);
  std::optional<Item> list(yaml::View view);
  std::optional<Item> macro(yaml::View view);
  std::optional<Change> change_of(yaml::View view, std::string_view only_key);
  // rule_item.cc
  std::optional<Item> rule(yaml::View view);
  std::optional<Item> defined(yaml::View view, RuleItem rule);
  std::optional<Item> appended(yaml::View view, RuleItem rule);
  std::optional<Item> overridden(yaml::View view, RuleItem rule);
  std::optional<Change> override_change(yaml::View key, yaml::View value, const RuleKeyInfo* info);
  bool rule_key(yaml::View view, RuleKey key, bool append, RuleItem& rule);
  bool counting_key(yaml::View view, RuleKey key, RuleItem& rule);
  bool priority(yaml::View view, std::optional<model::Priority>& out);
  // exception_item.cc
  bool exceptions(yaml::View view, bool append, std::optional<std::vector<Exception>>& out);
  bool exception(yaml::View view, bool append, Exception& out);
  bool exception_words(yaml::View view, std::string_view key, bool& has, bool& single, std::vector<PlacedText>& out);
  bool exception_tuple(yaml::View view, ExceptionTuple& out);
  bool exception_value(yaml::View view, ExceptionValue& out);
  // item_values.cc: the value of a key of view, or nothing and a report
  PlacedText placed(yaml::View scalar) const;
  std::optional<PlacedText> text(yaml::View view, std::string_view key);
  std::optional<bool> boolean(yaml::View view, std::string_view key);
  std::optional<std::uint64_t> number(yaml::View view, std::string_view key, std::uint64_t least, std::uint64_t most);
  std::optional<std::vector<PlacedText>> texts(yaml::View view, std::string_view key, bool one_will_do = false);
  std::optional<std::uint64_t> duration_ns(yaml::View view, std::string_view key);
  void unknown_keys(yaml::View view, std::span<const std::string_view> known);
  Spot spot(yaml::View view) const { return first_ + view.start().offset; }
  void fail(yaml::View at, std::string message) { report(DiagnosticCode::kErrYamlValidate, at, std::move(message)); }
  void report(DiagnosticCode code, yaml::View at, std::string message);

  std::string_view text_;
  Spot first_;
  Reports& reports_;
  BrokenNames& broken_;
  std::string item_;  // for messages: "rule 'x'"
};

}  // namespace batten::rules
