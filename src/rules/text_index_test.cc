// SPDX-License-Identifier: Apache-2.0
#include "rules/text_index.h"

#include <gtest/gtest.h>

#include <random>
#include <set>
#include <string>
#include <vector>

#include "rules/pattern.h"

namespace batten::rules {
namespace {

std::set<std::uint32_t> found(const TextIndex& index, std::string_view text) {
  std::set<std::uint32_t> out;
  index.each(text, [&](std::uint32_t number) { out.insert(number); });
  return out;
}

Check check_of(Operator op, const std::vector<std::string>& texts) {
  Check out;
  out.op = op;
  EXPECT_EQ(prepare(out, texts), "");
  return out;
}

TEST(TextIndex, KnowsWhatMayBeContained) {
  TextIndex index;
  EXPECT_EQ(index.add(check_of(Operator::kContains, {"stratum+tcp"}), 1), Lookup::kCandidate);
  EXPECT_EQ(index.add(check_of(Operator::kIContains, {"XMRig", "minerd"}), 2), Lookup::kCandidate);
  EXPECT_EQ(index.add(check_of(Operator::kContains, {"-o"}), 3), Lookup::kCandidate);
  EXPECT_EQ(found(index, "a --url stratum+tcp://x"), std::set<std::uint32_t>({1}));
  EXPECT_EQ(found(index, "/tmp/xmrIG"), std::set<std::uint32_t>({2}));
  EXPECT_EQ(found(index, "minerd"), std::set<std::uint32_t>({2}));
  EXPECT_EQ(found(index, "-o"), std::set<std::uint32_t>({3}));
  EXPECT_EQ(found(index, "strat"), std::set<std::uint32_t>());
  EXPECT_EQ(found(index, ""), std::set<std::uint32_t>());
}

TEST(TextIndex, LeavesWhatIsTooShortOrAsksForAll) {
  TextIndex index;
  EXPECT_EQ(index.add(check_of(Operator::kContains, {"long enough", "x"}), 1), Lookup::kNone);
  EXPECT_EQ(index.add(check_of(Operator::kIContains, {""}), 2), Lookup::kNone);
  Check all = check_of(Operator::kContains, {"one", "two"});
  all.quantifier = Quantifier::kAllOf;
  EXPECT_EQ(index.add(all, 3), Lookup::kNone);
  EXPECT_EQ(found(index, "long enough x one two"), std::set<std::uint32_t>());
}

// Whatever contains a text is found, of many texts of few letters.
TEST(TextIndex, MissesNothing) {
  std::mt19937 random(7);
  const auto word = [&](std::size_t shortest, std::size_t longest) {
    std::string out(shortest + random() % (longest - shortest + 1), ' ');
    for (char& c : out) c = "abAB/\xff"[random() % 6];
    return out;
  };
  TextIndex index;
  std::vector<Check> checks;
  for (std::uint32_t i = 0; i < 300; ++i) {
    checks.push_back(check_of(i % 2 == 0 ? Operator::kContains : Operator::kIContains, {word(2, 6)}));
    ASSERT_EQ(index.add(checks.back(), i), Lookup::kCandidate);
  }
  int held = 0;
  for (int round = 0; round < 2000; ++round) {
    const std::string text = word(0, 12);
    const std::set<std::uint32_t> candidates = found(index, text);
    for (std::uint32_t i = 0; i < checks.size(); ++i) {
      const std::string& literal = checks[i].literals[0].text;
      const bool holds = checks[i].op == Operator::kContains ? contains_text(text, literal) : contains_any_case(text, literal);
      held += holds ? 1 : 0;
      ASSERT_TRUE(!holds || candidates.contains(i)) << literal << " in " << text;
    }
  }
  EXPECT_GT(held, 1000);
}

}  // namespace
}  // namespace batten::rules
