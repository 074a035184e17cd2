// SPDX-License-Identifier: Apache-2.0
#include "leaks/ending.h"

#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "leaks/file_search.h"
#include "leaks/jwt.h"

namespace batten::leaks {
namespace {

// exp 1791536000: 2026-10-09.
constexpr std::string_view kToken =
    "eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCJ9.eyJpc3MiOiJodHRwczovL2lkLmFjbWUuaW8iLCJzdWIiOiJrLm1leWVyIiwic2NvcGUiOiJvc"
    "mRlcnM6d3JpdGUiLCJpYXQiOjE3NjAwMDAwMDAsImV4cCI6MTc5MTUzNjAwMH0.A40q_68H436LQxIiFXJol0UX4VwsFWQxpmTcKa1TSEQ";
constexpr std::int64_t kEnd = 1'791'536'000;

TEST(Ending, IsReadOfTheTokenAndAskedOfTheClock) {
  base::Notes notes;
  FileSearch search(Patterns::all(), std::string(32, 'k'));
  std::vector<model::Leak> leaks = search.search("a.txt", std::string(kToken), notes);
  ASSERT_EQ(leaks.size(), 1u);
  EXPECT_EQ(leaks[0].kind, "jwt");
  EXPECT_EQ(leaks[0].ends_at, kEnd);
  EXPECT_FALSE(leaks[0].ended);
  const model::Leak found = leaks[0];
  mark_ended(leaks, kEnd);
  EXPECT_EQ(leaks[0], found);
  mark_ended(leaks, kEnd + 1);
  EXPECT_TRUE(leaks[0].ended);
  EXPECT_EQ(leaks[0].severity, model::Severity::kLow);
  EXPECT_EQ(leaks[0].confidence, model::LeakConfidence::kPossible);
}

TEST(Ending, LeavesWhatDoesNotEnd) {
  std::vector<model::Leak> leaks(1);
  leaks[0].severity = model::Severity::kCritical;
  mark_ended(leaks, kEnd);
  EXPECT_FALSE(leaks[0].ended);
  EXPECT_EQ(leaks[0].severity, model::Severity::kCritical);
}

TEST(Ending, TakesNoNumberThatIsNoTime) {
  // {"alg":"HS256"}.{"sub":"a","exp":9999999999999}.sig and .{"sub":"a","exp":-1}.
  for (std::string_view token :
       {"eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiJhIiwiZXhwIjo5OTk5OTk5OTk5OTk5fQ.c2ln", "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiJhIiwiZXhwIjotMX0.c2ln"}) {
    const std::optional<Jwt> jwt = read_jwt(token);
    ASSERT_TRUE(jwt) << token;
    EXPECT_EQ(jwt->ends_at, 0) << token;
  }
}

}  // namespace
}  // namespace batten::leaks
