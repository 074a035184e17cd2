// SPDX-License-Identifier: Apache-2.0
#include "leaks/trigger.h"

#include <gtest/gtest.h>

#include "leaks/detector.h"
#include "leaks/regex.h"

namespace batten::leaks {
namespace {

TEST(Trigger, IsTheBeginning) {
  EXPECT_EQ(trigger_of(R"(\bghp_[0-9A-Za-z]{36}\b)"), R"(\bghp_[0-9A-Za-z]{6})");
  EXPECT_EQ(trigger_of(R"((?i)datadog[\w .-]{0,20}=\s{0,3}([0-9a-f]{32})\b)"), "(?i)datadog");
  EXPECT_EQ(trigger_of(R"((?:alpha|betas)x?[a-z]{0,40}=y)"), "(?:alpha|betas)x?");
  EXPECT_EQ(trigger_of(R"((?:alpha|b)[a-z]{0,40}=y)"), "(?:alpha|b)[a-z]{0,40}=y");
  EXPECT_EQ(trigger_of(R"(tok-(?:[a-z]{20}|x(\d{12})y)z{3})"), R"(tok-(?:[a-z]{6}|x(\d{6})))");
  EXPECT_EQ(trigger_of(R"(\b[0-9a-z]{40}JQQJ99[0-9a-z]{20})"), R"(\b[0-9a-z]{40}JQQJ99[0-9a-z]{6})");
  EXPECT_EQ(trigger_of(R"((?:[a-z]{20})?end)"), R"((?:[a-z]{20})?end)");
  EXPECT_EQ(trigger_of(R"(word[]a-z\]]{9}x)"), R"(word[]a-z\]]{6})");
  EXPECT_EQ(trigger_of("(?<name>a{20})b"), "(?<name>a{20})b");
  EXPECT_EQ(trigger_of("a{2}b{,3}"), "a{2}b{,3}");
}

// Where a pattern matches, its trigger matches from the same place on, and ends no later.
TEST(Trigger, MatchesWhateverItsPatternMatches) {
  for (const Detector* detector : all_detectors()) {
    for (const LeakKind& kind : detector->kinds) {
      SCOPED_TRACE(kind.id);
      Result<Regex> whole = Regex::compile(kind.pattern), beginning = Regex::compile(trigger_of(kind.pattern));
      ASSERT_TRUE(whole) << whole.error().message;
      ASSERT_TRUE(beginning) << beginning.error().message;
      for (const LeakExample& example : kind.matches) {
        std::optional<Regex::Match> match = whole->find(example.text, 0);
        ASSERT_TRUE(match);
        const auto at = static_cast<std::size_t>(match->whole.data() - example.text.data());
        std::optional<Regex::Match> found = beginning->find(example.text, at, at + 1);
        ASSERT_TRUE(found) << trigger_of(kind.pattern);
        EXPECT_LE(found->whole.size(), match->whole.size());
      }
    }
  }
}

}  // namespace
}  // namespace batten::leaks
