// SPDX-License-Identifier: Apache-2.0
#include "rules/counting.h"

#include <gtest/gtest.h>

namespace batten::rules {
namespace {

TEST(CountTable, ForgetsWhatWasNotSeenForLongest) {
  CountTable table({.count = 2, .within_ns = 0, .by = {}, .after = {}});
  EXPECT_FALSE(table.held("kept", 0));
  for (std::size_t i = 0; i < kMaxCountedKeys - 1; ++i) table.held("key" + std::to_string(i), i);
  EXPECT_EQ(table.forgotten(), 0u);
  EXPECT_TRUE(table.held("kept", 5));
  EXPECT_FALSE(table.held("new", 6));
  EXPECT_EQ(table.forgotten(), 1u);
  EXPECT_EQ(table.size(), kMaxCountedKeys);
  EXPECT_FALSE(table.held("key0", 7));  // it was the one
  EXPECT_TRUE(table.held("key5", 8));
}

TEST(CountTable, TimeThatGoesBackIsNoLongTime) {
  CountTable table({.count = 2, .within_ns = 10, .by = {}, .after = {}});
  EXPECT_FALSE(table.held("", 100));
  EXPECT_TRUE(table.held("", 50));
}

}  // namespace
}  // namespace batten::rules
