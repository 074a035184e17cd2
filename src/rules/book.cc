// SPDX-License-Identifier: Apache-2.0
#include "rules/book.h"

#include <algorithm>
#include <iterator>
#include <utility>

#include "base/format.h"
#include "base/nearest.h"
#include "base/text.h"

namespace batten::rules {
namespace {

// What each appended text is joined with.
void append_text(PlacedText& before, const PlacedText& added) {
  before.append_made(" ", added.spot(0));
  before.append(added);
}

void append_exceptions(std::vector<Exception>& before, std::vector<Exception> added) {
  for (Exception& one : added) {
    auto found = std::ranges::find(before, one.name, &Exception::name);
    if (found == before.end()) {
      before.push_back(std::move(one));
      continue;
    }
    found->has_values = found->has_values || one.has_values;
    std::ranges::move(one.values, std::back_inserter(found->values));
  }
}

void append_key(RuleItem& before, RuleItem& update, RuleKey key) {
  switch (key) {
    case RuleKey::kCondition: append_text(*before.condition, *update.condition); break;
    case RuleKey::kOutput: append_text(*before.output, *update.output); break;
    case RuleKey::kDesc: *before.description += " " + *update.description; break;
    case RuleKey::kTags:
      if (!before.tags) before.tags.emplace();
      std::ranges::move(*update.tags, std::back_inserter(*before.tags));
      break;
    case RuleKey::kExceptions:
      if (!before.exceptions) before.exceptions.emplace();
      append_exceptions(*before.exceptions, *std::move(update.exceptions));
      break;
    default: break;
  }
}

void replace_key(RuleItem& before, RuleItem& update, RuleKey key) {
  switch (key) {
    case RuleKey::kCondition: before.condition = std::move(update.condition); break;
    case RuleKey::kOutput: before.output = std::move(update.output); break;
    case RuleKey::kDesc: before.description = std::move(update.description); break;
    case RuleKey::kTags: before.tags = std::move(update.tags); break;
    case RuleKey::kExceptions: before.exceptions = std::move(update.exceptions); break;
    case RuleKey::kPriority: before.priority = update.priority; break;
    case RuleKey::kEnabled: before.enabled = update.enabled; break;
    case RuleKey::kWarnEvttypes: before.warn_evttypes = update.warn_evttypes; break;
    case RuleKey::kSkipIfUnknownFilter: before.skip_if_unknown_filter = update.skip_if_unknown_filter; break;
    case RuleKey::kCapture:
    case RuleKey::kCaptureDuration: break;
    case RuleKey::kCount: before.count = update.count; break;
    case RuleKey::kWithin: before.within_ns = update.within_ns; break;
    case RuleKey::kBy: before.by = std::move(update.by); break;
    case RuleKey::kAfter: before.after = std::move(update.after); break;
  }
}

std::string rule_item(std::string_view name) { return format("rule '{}'", base::printable(name)); }

}  // namespace

template <typename Entry>
Entry* Book::find(std::vector<Entry>& entries, const Index& index, std::string_view name) {
  auto found = index.find(name);
  return found == index.end() ? nullptr : &entries[found->second];
}

bool Book::is_broken(std::string_view kind, std::string_view name) const { return broken_.contains(format("{} {}", kind, name)); }

void Book::missing(std::string_view kind, std::string_view name, Spot spot, const Index& index, std::string_view what) {
  if (is_broken(kind, name)) return;
  base::Nearest nearest(name);
  for (const auto& [known, at] : index) nearest.offer(known);
  std::string near(nearest.found());
  reports_.add(
      DiagnosticCode::kErrValidate, spot, name.size(), format("{} '{}'", kind, base::printable(name)),
      format("no {} of this name is defined before, so there is nothing to {}{}", kind, what,
             near.empty() ? std::string("; load the file that defines it first") : format("; did you mean '{}'?", base::printable(near))));
}

void Book::add(Item item) {
  std::visit([&](auto one) { take(std::move(one)); }, std::move(item));
  ++next_;
}

void Book::take(ListItem item) {
  BookList* before = find(lists_, list_index_, item.name);
  if (before == nullptr) {
    if (item.change == Change::kAppend) return missing("list", item.name, item.spot, list_index_, "append to");
    list_index_.emplace(item.name, lists_.size());
    lists_.push_back({.name = std::move(item.name), .spot = item.spot, .order = {next_, next_}, .items = std::move(item.items)});
    return;
  }
  before->order.changed = next_;
  if (item.change != Change::kAppend) {
    before->items = std::move(item.items);
    before->spot = item.spot;
  } else {
    std::ranges::move(item.items, std::back_inserter(before->items));
  }
}

void Book::take(MacroItem item) {
  BookMacro* before = find(macros_, macro_index_, item.name);
  if (before == nullptr) {
    if (item.change == Change::kAppend) return missing("macro", item.name, item.spot, macro_index_, "append to");
    macro_index_.emplace(item.name, macros_.size());
    macros_.push_back({.name = std::move(item.name), .spot = item.spot, .order = {next_, next_}, .condition = std::move(item.condition)});
    return;
  }
  before->order.changed = next_;
  if (item.change != Change::kAppend) {
    before->condition = std::move(item.condition);
    before->spot = item.spot;
  } else {
    append_text(before->condition, item.condition);
  }
}

void Book::take(RuleItem item) {
  std::string source = item.source.value_or("syscall");
  bool is_unknown = source != "syscall";
  BookRule* before = find(rules_, rule_index_, item.name);
  if (before != nullptr && before->rule.source.value_or("syscall") != source) {
    return reports_.add(DiagnosticCode::kErrValidate, item.source_spot == kNowhere ? item.spot : item.source_spot, rule_item(item.name),
                        "the rule is defined before with another source; give it another name");
  }
  if (is_unknown) {
    reports_.add(DiagnosticCode::kUnknownSource, item.source_spot, source.size(), rule_item(item.name),
                 format("the source '{}' is not known, the rule is left out; there is 'syscall'", base::printable(source)));
  }
  BookRule entry{.rule = std::move(item), .has_unknown_source = is_unknown};
  if (before != nullptr) {
    *before = std::move(entry);
    return;
  }
  rule_index_.emplace(entry.rule.name, rules_.size());
  rules_.push_back(std::move(entry));
}

// Of an exception that is there already only values are appended; a new one has all it needs.
bool Book::exceptions_fit(const RuleItem& before, const RuleItem& update) {
  bool good = true;
  auto fail = [&](const Exception& one, std::string message) {
    good = false;
    reports_.add(DiagnosticCode::kErrValidate, one.spot, one.name.size(), format("exception '{}' of rule '{}'", one.name, before.name),
                 std::move(message));
  };
  for (const Exception& one : *update.exceptions) {
    bool is_known = before.exceptions && std::ranges::find(*before.exceptions, one.name, &Exception::name) != before.exceptions->end();
    if (is_known && (one.has_fields || one.has_comps)) {
      fail(one, "the rule has an exception of this name: only 'values' can be appended to it");
    } else if (!is_known && !one.has_fields) {
      fail(one, "the rule has no exception of this name yet: a new one needs 'fields'");
    } else if (!is_known && !one.has_values) {
      fail(one, "the rule has no exception of this name yet: a new one needs 'values'");
    }
  }
  return good;
}

void Book::take(RuleUpdate update) {
  BookRule* before = find(rules_, rule_index_, update.rule.name);
  if (before == nullptr) return missing("rule", update.rule.name, update.rule.spot, rule_index_, "change");
  auto change_of = [&](RuleKey key) { return update.changes[static_cast<std::size_t>(key)]; };
  if (change_of(RuleKey::kExceptions) == Change::kAppend && !exceptions_fit(before->rule, update.rule)) return;
  for (std::size_t key = 0; key < kRuleKeys; ++key) {
    if (update.changes[key] == Change::kAppend) append_key(before->rule, update.rule, static_cast<RuleKey>(key));
    if (update.changes[key] == Change::kReplace) replace_key(before->rule, update.rule, static_cast<RuleKey>(key));
  }
}

void Book::take(RuleSwitch item) {
  BookRule* before = find(rules_, rule_index_, item.name);
  if (before == nullptr) return missing("rule", item.name, item.spot, rule_index_, "switch");
  before->rule.enabled = item.enabled;
}

}  // namespace batten::rules
