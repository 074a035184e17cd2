// SPDX-License-Identifier: Apache-2.0
//
// A rule's item: a definition, an append, an override of some keys, or a switch.
#include <algorithm>
#include <array>

#include "base/format.h"
#include "base/nearest.h"
#include "base/text.h"
#include "rules/item_reader.h"
#include "rules/priority.h"

namespace batten::rules {
namespace {

constexpr std::uint64_t kMaxCount = 1'000'000;

constexpr auto kKnownKeys = [] {
  std::array<std::string_view, kRuleKeys + std::size(kOtherRuleKeys)> out;
  std::size_t at = 0;
  for (const RuleKeyInfo& info : kRuleKeyInfos) out[at++] = info.name;
  for (std::string_view name : kOtherRuleKeys) out[at++] = name;
  return out;
}();

const RuleKeyInfo* find_key(std::string_view name) {
  auto found = std::ranges::find(kRuleKeyInfos, name, &RuleKeyInfo::name);
  return found == std::end(kRuleKeyInfos) ? nullptr : &*found;
}

}  // namespace

std::optional<Item> ItemReader::rule(yaml::View view) {
  unknown_keys(view, kKnownKeys);
  RuleItem rule;
  rule.name = view["rule"].string();
  rule.spot = spot(view["rule"]);
  bool append = false;
  if (view["append"]) {
    std::optional<bool> value = boolean(view, "append");
    if (!value) return std::nullopt;
    append = *value;
    if (append)
      report(DiagnosticCode::kDeprecatedItem, view.key("append"), "'append' is deprecated; name the keys under 'override' instead");
  }
  yaml::View overrides = view["override"];
  bool has_overrides = overrides.is_mapping() && overrides.size() > 0;
  if (overrides && !overrides.is_null() && !overrides.is_mapping()) {
    return fail(overrides, "'override' has to be a mapping of keys to 'append' or 'replace'"), std::nullopt;
  }
  if (append && has_overrides) return fail(overrides, "'append' and 'override' can't both be given; keep 'override'"), std::nullopt;
  if (has_overrides) return overridden(view, std::move(rule));
  if (append) return appended(view, std::move(rule));
  if (view["condition"] || view["output"] || view["desc"] || view["priority"]) return defined(view, std::move(rule));
  if (!view["enabled"]) {
    return fail(view, "a rule needs 'condition', 'desc', 'output' and 'priority', or 'enabled' to switch an earlier rule"), std::nullopt;
  }
  std::optional<bool> enabled = boolean(view, "enabled");
  if (!enabled) return std::nullopt;
  report(DiagnosticCode::kDeprecatedItem, view.key("enabled"),
         "a rule with 'enabled' alone is deprecated; add 'override: {enabled: replace}'");
  return RuleSwitch{.name = rule.name, .spot = rule.spot, .enabled = *enabled};
}

std::optional<Item> ItemReader::defined(yaml::View view, RuleItem rule) {
  bool good = true;
  for (const RuleKeyInfo& info : kRuleKeyInfos) {
    bool needed =
        info.key == RuleKey::kCondition || info.key == RuleKey::kOutput || info.key == RuleKey::kDesc || info.key == RuleKey::kPriority;
    if (needed || view[info.name]) good = rule_key(view, info.key, false, rule) && good;
  }
  if (view["source"]) {
    std::optional<PlacedText> source = text(view, "source");
    if (source) rule.source = source->text();
    rule.source_spot = spot(view["source"]);
    good = good && source;
  }
  if (!good) return std::nullopt;
  return rule;
}

std::optional<Item> ItemReader::appended(yaml::View view, RuleItem rule) {
  RuleUpdate out{.rule = std::move(rule), .changes = {}};
  for (RuleKey key : {RuleKey::kCondition, RuleKey::kExceptions}) {
    if (!view[kRuleKeyInfos[static_cast<std::size_t>(key)].name]) continue;
    if (!rule_key(view, key, true, out.rule)) return std::nullopt;
    out.changes[static_cast<std::size_t>(key)] = Change::kAppend;
  }
  if (!view["condition"] && !view["exceptions"]) return fail(view, "'append' needs a 'condition' or 'exceptions' to append"), std::nullopt;
  return out;
}

std::optional<Change> ItemReader::override_change(yaml::View key, yaml::View value, const RuleKeyInfo* info) {
  if (info == nullptr) {
    base::Nearest nearest(key.string());
    for (const RuleKeyInfo& one : kRuleKeyInfos) nearest.offer(one.name);
    std::string near(nearest.found());
    fail(key, format("'{}' can't be overridden here{}", base::printable(key.string()),
                     near.empty() ? "" : format("; did you mean '{}'?", near)));
    return std::nullopt;
  }
  if (value.string() == "replace") return Change::kReplace;
  if (value.string() == "append" && info->appendable) return Change::kAppend;
  if (value.string() == "append") {
    fail(value, format("'{}' can't be appended to, only replaced", info->name));
  } else {
    fail(value, format("'{}' is no override of '{}': {}", base::printable(value.string()), info->name,
                       info->appendable ? "write 'append' or 'replace'" : "write 'replace'"));
  }
  return std::nullopt;
}

std::optional<Item> ItemReader::overridden(yaml::View view, RuleItem rule) {
  RuleUpdate out{.rule = std::move(rule), .changes = {}};
  bool good = true;
  view["override"].each_member([&](yaml::View key, yaml::View value) {
    const RuleKeyInfo* info = find_key(key.string());
    std::optional<Change> change = override_change(key, value, info);
    if (change && !view[info->name]) {
      fail(key, format("'override' names '{}', but the item has no '{}'", info->name, info->name));
      change = std::nullopt;
    }
    if (change) out.changes[static_cast<std::size_t>(info->key)] = change;
    good = good && change && rule_key(view, info->key, change == Change::kAppend, out.rule);
  });
  for (const RuleKeyInfo& info : kRuleKeyInfos) {
    if (!view[info.name] || view["override"][info.name]) continue;
    fail(view.key(info.name), format("'override' does not say what to do with '{}'", info.name));
    good = false;
  }
  if (!good) return std::nullopt;
  return out;
}

bool ItemReader::rule_key(yaml::View view, RuleKey key, bool append, RuleItem& rule) {
  std::string_view name = kRuleKeyInfos[static_cast<std::size_t>(key)].name;
  auto words = [&](std::optional<std::string>& out) {
    if (std::optional<PlacedText> value = text(view, name)) out = base::trim(value->text());
    return out.has_value();
  };
  switch (key) {
    case RuleKey::kCondition: return (rule.condition = text(view, name)).has_value();
    case RuleKey::kOutput:
      if ((rule.output = text(view, name))) rule.output = rule.output->trimmed();
      return rule.output.has_value();
    case RuleKey::kDesc: return words(rule.description);
    case RuleKey::kTags: {
      std::optional<std::vector<PlacedText>> tags = texts(view, name);
      if (!tags) return false;
      rule.tags.emplace();
      for (const PlacedText& tag : *tags) rule.tags->push_back(tag.text());
      return true;
    }
    case RuleKey::kExceptions: return exceptions(view, append, rule.exceptions);
    case RuleKey::kPriority: return priority(view, rule.priority);
    case RuleKey::kEnabled: return (rule.enabled = boolean(view, name)).has_value();
    case RuleKey::kWarnEvttypes: return (rule.warn_evttypes = boolean(view, name)).has_value();
    case RuleKey::kSkipIfUnknownFilter: return (rule.skip_if_unknown_filter = boolean(view, name)).has_value();
    default: return counting_key(view, key, rule);
  }
}

// Keys of Batten alone, and those that ask for what it does not do.
bool ItemReader::counting_key(yaml::View view, RuleKey key, RuleItem& rule) {
  std::string_view name = kRuleKeyInfos[static_cast<std::size_t>(key)].name;
  switch (key) {
    case RuleKey::kCapture: {
      std::optional<bool> value = boolean(view, name);
      if (value == true)
        report(DiagnosticCode::kWarningExtension, view.key(name), "nothing is captured when a rule fires; 'batten record' does");
      return value.has_value();
    }
    case RuleKey::kCaptureDuration: return number(view, name, 0, 1'000'000'000).has_value();
    case RuleKey::kCount: {
      std::optional<std::uint64_t> count = number(view, name, 1, kMaxCount);
      if (count) rule.count = static_cast<std::uint32_t>(*count);
      return count.has_value();
    }
    case RuleKey::kWithin: return (rule.within_ns = duration_ns(view, name)).has_value();
    case RuleKey::kBy: return (rule.by = texts(view, name, true)).has_value();
    case RuleKey::kAfter: return (rule.after = texts(view, name, true)).has_value();
    default: return true;
  }
}

bool ItemReader::priority(yaml::View view, std::optional<model::Priority>& out) {
  std::optional<PlacedText> name = text(view, "priority");
  if (!name) return false;
  out = parse_priority(name->text());
  if (!out) {
    fail(view["priority"],
         format("'{}' is no priority; there are emergency, alert, critical, error, warning, notice, informational and debug",
                base::printable(name->text())));
  }
  return out.has_value();
}

}  // namespace batten::rules
