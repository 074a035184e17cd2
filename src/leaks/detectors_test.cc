// SPDX-License-Identifier: Apache-2.0
//
// Every kind of every detector over its own examples, searched as all text is: with all kinds at once.
#include <gtest/gtest.h>

#include <algorithm>
#include <set>
#include <string>

#include "base/glob.h"
#include "leaks/detector.h"
#include "leaks/patterns.h"

namespace batten::leaks {
namespace {

std::string shown(const std::vector<Found>& all, std::string_view text) {
  std::string out;
  for (const Found& one : all) out += std::string(one.kind->id) + " \"" + std::string(text.substr(one.offset, one.length)) + "\" ";
  return out.empty() ? "nothing" : out;
}

class EveryKind : public testing::Test {
 protected:
  static void each(const std::function<void(const Detector&, const LeakKind&)>& visit) {
    for (const Detector* detector : all_detectors()) {
      for (const LeakKind& kind : detector->kinds) visit(*detector, kind);
    }
  }
  // Of all kinds, compiled once for all tests: that takes seconds.
  static const Patterns* patterns() {
    static const Result<std::unique_ptr<Patterns>> compiled = Patterns::compile(all_detectors());
    EXPECT_TRUE(compiled) << compiled.error().message;
    return compiled ? compiled->get() : nullptr;
  }
};

TEST_F(EveryKind, FindsItsExamplesAndNotItsCounterexamples) {
  ASSERT_NE(patterns(), nullptr);
  Patterns::Search search(*patterns());
  each([&](const Detector&, const LeakKind& kind) {
    SCOPED_TRACE(kind.id);
    EXPECT_FALSE(kind.matches.empty());
    EXPECT_FALSE(kind.matches_not.empty());
    for (const LeakExample& example : kind.matches) {
      std::vector<Found> found = search.run(example.text, example.path, false);
      EXPECT_TRUE(std::ranges::any_of(
          found,
          [&](const Found& one) { return one.kind->id == kind.id && example.text.substr(one.offset, one.length) == example.secret; }))
          << "not found: \"" << example.secret << "\", but " << shown(found, example.text);
    }
    for (const LeakCounterexample& example : kind.matches_not) {
      std::vector<Found> found = search.run(example.text, example.path, false);
      EXPECT_TRUE(std::ranges::none_of(found, [&](const Found& one) { return one.kind->id == kind.id; }))
          << shown(found, example.text) << "in \"" << example.text << "\"";
    }
  });
}

TEST_F(EveryKind, SaysWhatItIsAndWhatToDo) {
  std::set<std::string_view> ids;
  each([&](const Detector& detector, const LeakKind& kind) {
    SCOPED_TRACE(kind.id);
    EXPECT_TRUE(ids.insert(kind.id).second) << "twice";
    EXPECT_FALSE(kind.title.empty());
    EXPECT_FALSE(kind.repair.empty());
    EXPECT_FALSE(detector.summary.empty());
    EXPECT_GE(detector.revision, 1);
    EXPECT_TRUE(std::ranges::all_of(kind.id, [](char c) { return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-'; }));
  });
  EXPECT_GE(ids.size(), 5u);
}

// What an example must find must also be found in the midst of other text, and in a file larger than what is looked at at once.
TEST_F(EveryKind, FindsItsExamplesInLongText) {
  ASSERT_NE(patterns(), nullptr);
  Patterns::Search search(*patterns());
  std::string around;
  for (int i = 0; i < 200; ++i) around += "line " + std::to_string(i) + " of an ordinary file\n";
  each([&](const Detector&, const LeakKind& kind) {
    SCOPED_TRACE(kind.id);
    if (!kind.paths.empty() || kind.at_beginning) return;
    const std::string text = around + std::string(kind.matches.front().text) + "\n" + around;
    std::vector<Found> found = search.run(text, kind.matches.front().path, false);
    EXPECT_TRUE(std::ranges::any_of(found, [&](const Found& one) {
      return one.kind->id == kind.id && std::string_view(text).substr(one.offset, one.length) == kind.matches.front().secret;
    })) << shown(found, text);
  });
}

TEST(Patterns, NamesAPatternThatIsWrong) {
  static constexpr LeakKind kWrong[] = {
      {.id = "wrong", .title = "wrong", .pattern = "a(b", .repair = "none", .matches = {}, .matches_not = {}}};
  static constexpr Detector kDetector = {.name = "wrong", .summary = "wrong", .revision = 1, .kinds = kWrong};
  const Detector* one = &kDetector;
  Result<std::unique_ptr<Patterns>> compiled = Patterns::compile(std::span(&one, 1));
  ASSERT_FALSE(compiled);
  EXPECT_TRUE(compiled.error().message.contains("wrong")) << compiled.error().message;
}

}  // namespace
}  // namespace batten::leaks
