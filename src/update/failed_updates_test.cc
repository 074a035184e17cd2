// SPDX-License-Identifier: Apache-2.0
#include "update/failed_updates.h"

#include <gtest/gtest.h>

namespace batten::update {
namespace {

const std::string kBad = "sha256:" + std::string(64, 'b');

HistoryEntry entry(std::int64_t at, Outcome outcome, bool unhealthy) {
  HistoryEntry out;
  out.at = at;
  out.subject = "container/web";
  out.to = "r.example/app:1.2@" + kBad;
  out.outcome = outcome;
  out.unhealthy = unhealthy;
  out.result = "the new container is not healthy: \x1b[31mno license";
  return out;
}

std::string refusal(const std::vector<HistoryEntry>& newest_first, const std::string& subject = "container/web",
                    const std::string& digest = kBad) {
  return FailedUpdates(newest_first).refusal(subject, *model::Digest::parse(digest));
}

TEST(FailedUpdates, WhatFailedIsOfOneSubjectAndDigest) {
  const std::vector<HistoryEntry> one = {entry(1'795'000'000, Outcome::kRolledBack, true)};
  const std::string why = refusal(one);
  EXPECT_TRUE(why.starts_with("it failed on 2026-11-18: the new container is not healthy: ")) << why;
  EXPECT_TRUE(why.contains("--retry-failed")) << why;
  EXPECT_FALSE(why.contains('\x1b')) << why;
  EXPECT_EQ(refusal(one, "container/other"), "");
  EXPECT_EQ(refusal(one, "container/web", "sha256:" + std::string(64, 'c')), "");
  EXPECT_EQ(refusal({}), "");
}

TEST(FailedUpdates, WhatWasInterruptedOrKeptLaterDidNotFail) {
  EXPECT_EQ(refusal({entry(5, Outcome::kRolledBack, false)}), "");
  EXPECT_EQ(refusal({entry(5, Outcome::kNothingDone, false)}), "");
  EXPECT_EQ(refusal({entry(9, Outcome::kKept, false), entry(5, Outcome::kRolledBack, true)}), "");
  EXPECT_NE(refusal({entry(9, Outcome::kRolledBack, true), entry(5, Outcome::kKept, false)}), "");
  EXPECT_NE(refusal({entry(9, Outcome::kNeedsHelp, true)}), "");
  // The last word counts, not what was interrupted after it.
  EXPECT_NE(refusal({entry(9, Outcome::kRolledBack, false), entry(5, Outcome::kRolledBack, true)}), "");
}

// What a new build gives is known only when it is there: it is told by what it was to replace, and by its base.
TEST(FailedUpdates, ANewBuildFailsWithItsBase) {
  const std::string runs = "sha256:" + std::string(64, 'a'), base = "sha256:" + std::string(64, 'd');
  HistoryEntry one = entry(1'795'000'000, Outcome::kRolledBack, true);
  one.built = true;
  one.from = "web:1@" + runs;
  one.base_to = base;
  const auto refused = [&](const std::string& image, const std::string& on) {
    return FailedUpdates(std::vector{one})
        .refusal_of_build(one.subject, *model::Digest::parse(image), model::Digest::parse(on).value_or(model::Digest()));
  };
  EXPECT_TRUE(refused(runs, base).contains("a new base image is tried")) << refused(runs, base);
  EXPECT_NE(refused(runs, ""), "");
  EXPECT_EQ(refused(runs, kBad), "");
  EXPECT_EQ(refused(kBad, base), "");
  one.unhealthy = false;
  EXPECT_EQ(refused(runs, base), "");
}

TEST(FailedUpdates, AnEntryWithoutADigestSaysNothing) {
  HistoryEntry local = entry(5, Outcome::kRolledBack, true);
  local.to = "app:2";
  EXPECT_EQ(refusal({local}), "");
}

}  // namespace
}  // namespace batten::update
