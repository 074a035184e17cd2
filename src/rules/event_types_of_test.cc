// SPDX-License-Identifier: Apache-2.0
#include "rules/event_types_of.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <functional>

#include "rules/condition_text.h"

namespace batten::rules {
namespace {

std::string names_of(std::string_view text) {
  PlacedText placed;
  placed.append(text, 0);
  EventTypes types = event_types_of(parse_condition(placed).condition);
  if (types == rule_event_types()) return "all";
  std::string out;
  EventTypes shown = types.count() > 50 ? rule_event_types() & ~types : types;
  for (const model::EventTypeInfo& info : model::all_event_types()) {
    if (shown.test(info.type)) out += (out.empty() ? "" : " ") + std::string(info.name);
  }
  return types.count() > 50 ? "all but " + out : out;
}

TEST(EventTypesOf, ThroughAndOrNot) {
  struct Row {
    std::string_view condition, types;
  };
  const Row rows[] = {
      {"proc.name = a", "all"},
      {"evt.type = open", "open"},
      {"evt.type in (openat, open)", "open openat"},
      {"evt.type in ()", ""},
      {"evt.type = pause", ""},
      {"evt.type = umount2", "umount"},
      {"evt.type = cgroup_mkdir", ""},
      {"evt.type != open", "all but open"},
      {"not evt.type in (open, openat)", "all but open openat"},
      {"evt.type = open and proc.name = a", "open"},
      {"evt.type = open or proc.name = a", "all"},
      {"evt.type = open and evt.type = openat", ""},
      {"evt.type in (open, openat) and evt.type != open", "openat"},
      {"evt.type = open and a.b = c or evt.type = connect and d.e = f", "open connect"},
      {"not (evt.type != open or proc.name = a)", "open"},
      {"not (evt.type = open and proc.name = a)", "all"},
      {"not (not evt.type = open)", "open"},
      {"not (evt.type = open or evt.type = openat)", "all but open openat"},
      {"evt.type exists", "all"},
      {"evt.type startswith open", "all"},
      {"evt.type = val(proc.name)", "all"},
      {"evt.type = oneof (open)", "all"},
      {"evt.is_open_read = true", "open openat openat2 creat open_by_handle_at"},
      {"evt.is_open_write = true and evt.type != creat", "open openat openat2 open_by_handle_at"},
      {"not evt.is_open_read = true", "all"},
      {"evt.is_open_read = false", "all"},
      {"evt.type = open and evt.dir = <", "open"},
      {"evt.type = open and evt.dir = >", ""},
      {"evt.type = open and evt.dir != >", "open"},
  };
  for (const Row& row : rows) EXPECT_EQ(names_of(row.condition), row.types) << row.condition;
}

// Types outside of the set can't match: a condition over evt.type alone is judged for each type by hand.
bool holds(const Condition& condition, model::EventType type) {
  if (condition.kind == Condition::Kind::kCheck) {
    auto is = [&](const Operand& one) { return model::parse_event_type(one.text) == type; };
    if (condition.op == Operator::kIn) return std::ranges::any_of(condition.right.parts, is);
    return is(condition.right) == (condition.op == Operator::kEqual);
  }
  bool all = condition.kind == Condition::Kind::kAnd;
  if (condition.kind == Condition::Kind::kNot) return !holds(condition.children[0], type);
  for (const Condition& child : condition.children) {
    if (holds(child, type) != all) return !all;
  }
  return all;
}

TEST(EventTypesOf, NeverMissesAType) {
  std::uint32_t seed = 7;
  auto next = [&](std::uint32_t below) { return (seed = seed * 1664525 + 1013904223) >> 16 & 0x7fff ? (seed >> 16) % below : 0u; };
  auto name = [&] { return std::string(model::all_event_types()[next(6)].name); };
  std::function<std::string(int)> make = [&](int depth) -> std::string {
    switch (depth > 4 ? next(3) : next(6)) {
      case 0: return "evt.type = " + name();
      case 1: return "evt.type != " + name();
      case 2: return "evt.type in (" + name() + ", " + name() + ")";
      case 3: return "not (" + make(depth + 1) + ")";
      case 4: return "(" + make(depth + 1) + " and " + make(depth + 1) + ")";
      default: return "(" + make(depth + 1) + " or " + make(depth + 1) + ")";
    }
  };
  std::size_t compared = 0;
  for (int round = 0; round < 2000; ++round) {
    std::string text = make(0);
    PlacedText placed;
    placed.append(text, 0);
    ConditionTree tree = parse_condition(placed);
    ASSERT_FALSE(tree.fault) << text;
    EventTypes types = event_types_of(tree.condition);
    for (const model::EventTypeInfo& info : model::all_event_types()) {
      if (!info.for_rules) continue;
      bool may = types.test(info.type);
      // A set for each part can't know that two parts exclude each other, so it may be larger, never smaller.
      ASSERT_TRUE(may || !holds(tree.condition, info.type)) << text << " " << info.name;
      ++compared;
    }
  }
  EXPECT_GT(compared, 100'000u);
}

}  // namespace
}  // namespace batten::rules
