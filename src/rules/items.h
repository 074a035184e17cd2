// SPDX-License-Identifier: Apache-2.0
//
// Items of rule files as they are written, before they act on one another: what each says and where.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "model/alert.h"
#include "rules/definition.h"
#include "rules/placed_text.h"

namespace batten::rules {

enum class Change : std::uint8_t { kDefine, kAppend, kReplace };

struct ListItem {
  std::string name;
  Spot spot = kNowhere;
  Change change = Change::kDefine;
  std::vector<PlacedText> items;
};

struct MacroItem {
  std::string name;
  Spot spot = kNowhere;
  Change change = Change::kDefine;
  PlacedText condition;
};

// A value of an exception: one text, or several for an operator that takes a list.
struct ExceptionValue {
  bool is_list = false;
  std::vector<PlacedText> texts;
  Spot spot = kNowhere;
};

// What an exception lists: a text, or a tuple with a value for each of its fields.
struct ExceptionTuple {
  bool is_list = false;
  std::vector<ExceptionValue> values;
  Spot spot = kNowhere;
};

struct Exception {
  std::string name;
  Spot spot = kNowhere;
  bool has_fields = false, has_comps = false, has_values = false;
  bool single = false;        // "fields: proc.name": values are texts, not tuples
  bool comps_single = false;  // "comps: in"
  std::vector<PlacedText> fields, comps;
  std::vector<ExceptionTuple> values;
};

// What a rule may say, each once; all are optional here.
struct RuleItem {
  std::string name;
  Spot spot = kNowhere;
  std::optional<PlacedText> condition, output;
  std::optional<std::string> description, source;
  std::optional<model::Priority> priority;
  std::optional<bool> enabled, warn_evttypes, skip_if_unknown_filter;
  std::optional<std::vector<std::string>> tags;
  std::optional<std::vector<Exception>> exceptions;
  std::optional<std::uint32_t> count;
  std::optional<std::uint64_t> within_ns;
  std::optional<std::vector<PlacedText>> by, after;
  Spot source_spot = kNowhere;
};

// Keys of a rule that can be appended to or replaced; the index of RuleUpdate::changes.
enum class RuleKey : std::uint8_t {
  kCondition,
  kOutput,
  kDesc,
  kTags,
  kExceptions,
  kPriority,
  kEnabled,
  kWarnEvttypes,
  kSkipIfUnknownFilter,
  kCapture,
  kCaptureDuration,
  kCount,
  kWithin,
  kBy,
  kAfter,
};
constexpr std::size_t kRuleKeys = 15;

// "append: true", or an override of some keys.
struct RuleUpdate {
  RuleItem rule;
  std::array<std::optional<Change>, kRuleKeys> changes;
};

// "enabled" and nothing else: an earlier rule is switched.
struct RuleSwitch {
  std::string name;
  Spot spot = kNowhere;
  bool enabled = true;
};

using Item = std::variant<ListItem, MacroItem, RuleItem, RuleUpdate, RuleSwitch>;

}  // namespace batten::rules
