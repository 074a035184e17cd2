// SPDX-License-Identifier: Apache-2.0
#include "watch/drop_watch.h"

#include <gtest/gtest.h>

namespace batten::watch {
namespace {

constexpr std::uint64_t kSecond = 1'000'000'000;

struct Machine {
  std::vector<rules::Definition> rules{2};
  model::Prefilter filter;
  DropWatch::Counts counts{};

  Machine() {
    rules[0].name = "Reads";
    rules[1].name = "Starts";
    filter.types[BATTEN_OPENAT].rules = {0};
    filter.types[BATTEN_EXECVE].rules = {0, 1};
  }
};

TEST(DropWatch, NamesTypesAndRulesThatMissedSomething) {
  Machine machine;
  DropWatch watch(30 * kSecond);
  EXPECT_FALSE(watch.look(machine.counts, machine.filter, machine.rules, kSecond));
  machine.counts[BATTEN_OPENAT].dropped = 7;
  std::optional<model::Alert> alert = watch.look(machine.counts, machine.filter, machine.rules, 2 * kSecond);
  ASSERT_TRUE(alert);
  EXPECT_EQ(alert->output, "7 events were dropped (7 openat); this rule may have missed something: Reads");
  EXPECT_EQ(alert->source, "internal");
  EXPECT_EQ(watch.blind(), (std::vector<std::uint64_t>{7, 0}));
}

TEST(DropWatch, IsSilentForAWhileAndForgetsNothing) {
  Machine machine;
  DropWatch watch(30 * kSecond);
  machine.counts[BATTEN_OPENAT].dropped = 1;
  EXPECT_TRUE(watch.look(machine.counts, machine.filter, machine.rules, kSecond));
  machine.counts[BATTEN_EXECVE].limited = 4;
  EXPECT_FALSE(watch.look(machine.counts, machine.filter, machine.rules, 2 * kSecond));
  std::optional<model::Alert> alert = watch.look(machine.counts, machine.filter, machine.rules, 40 * kSecond);
  ASSERT_TRUE(alert);
  EXPECT_EQ(alert->output, "4 events were dropped (4 execve); 2 rules may have missed something: Reads, Starts");
  EXPECT_EQ(watch.blind(), (std::vector<std::uint64_t>{5, 4}));
  EXPECT_EQ(watch.dropped(), 5u);
  EXPECT_FALSE(watch.look(machine.counts, machine.filter, machine.rules, 80 * kSecond));
}

TEST(DropWatch, OtherRulesAreCountedAnew) {
  Machine machine;
  DropWatch watch(kSecond);
  machine.counts[BATTEN_OPENAT].dropped = 3;
  EXPECT_TRUE(watch.look(machine.counts, machine.filter, machine.rules, kSecond));
  watch.forget_rules();
  machine.rules.resize(1);
  machine.filter.types[BATTEN_EXECVE].rules = {};
  EXPECT_FALSE(watch.look(machine.counts, machine.filter, machine.rules, 3 * kSecond));
  EXPECT_EQ(watch.blind(), (std::vector<std::uint64_t>{0}));
}

}  // namespace
}  // namespace batten::watch
