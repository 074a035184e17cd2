// SPDX-License-Identifier: Apache-2.0
//
// Every range syntax's examples, and the tables of ranges that the native tools really answered.
#include <gtest/gtest.h>

#include <cstdlib>
#include <fstream>
#include <sstream>
#include <string>
#include <vector>

#include "fuzz/replay.h"
#include "version/range.h"

int range_fuzz(const std::uint8_t* data, std::size_t size);

namespace batten::version {
namespace {

const Scheme& native_scheme(const RangeSyntax& syntax) { return *find_scheme(syntax.schemes.front()); }

TEST(Ranges, Examples) {
  ASSERT_GE(all_ranges().size(), 7u);
  for (const RangeSyntax* syntax : all_ranges()) {
    EXPECT_FALSE(syntax->examples.empty()) << syntax->name << " has no examples";
    EXPECT_EQ(find_range(syntax->name), syntax);
    for (std::string_view scheme : syntax->schemes) {
      ASSERT_NE(find_scheme(scheme), nullptr) << syntax->name << ": " << scheme;
      EXPECT_EQ(&range_syntax_of(*find_scheme(scheme)), syntax);
    }
    for (const RangeExample& example : syntax->examples) {
      Result<bool> inside = in_range(native_scheme(*syntax), example.expression, example.version);
      ASSERT_TRUE(inside) << syntax->name << ": " << example.expression << ": " << inside.error().message;
      EXPECT_EQ(*inside, example.inside) << syntax->name << ": " << example.version << " in " << example.expression;
    }
  }
  EXPECT_EQ(find_range("none"), nullptr);
  EXPECT_EQ(range_syntax_of(*find_scheme("dpkg")).name, "comparison") << "what has no syntax of its own";
}

TEST(Ranges, AnyScheme) {
  const RangeSyntax& comparison = *find_range("comparison");
  EXPECT_TRUE(in_range(comparison, *find_scheme("maven"), ">= 2.0-beta9, < 2.15.0", "2.14.1").value_or(false));
  EXPECT_TRUE(in_range(comparison, *find_scheme("pep440"), "< 2.0", "2.0rc1").value_or(false))
      << "an advisory's comparison is the plain order";
  EXPECT_FALSE(in_range(comparison, *find_scheme("dpkg"), "<< 1.0", "0.9").has_value());
}

TEST(Ranges, NotOfTheSyntax) {
  struct Bad {
    const char *syntax, *expression;
  };
  for (const Bad& bad : {Bad{"npm", ">"},
                         Bad{"npm", "latest"},
                         Bad{"npm", "1.2.3 || >"},
                         Bad{"npm", "1.2.3.4"},
                         Bad{"npm", "1 - 2 3"},
                         Bad{"npm", "!=1"},

                         Bad{"cargo", ""},
                         Bad{"cargo", "1,"},
                         Bad{"cargo", "1 2"},
                         Bad{"pep440", "1.0"},
                         Bad{"pep440", "=1.0"},
                         Bad{"pep440", "~=1"},
                         Bad{"pep440", ">=1.*"},
                         Bad{"pep440", "==1.0a1.*"},
                         Bad{"pep440", ">1.0+local"},
                         Bad{"interval", ""},
                         Bad{"interval", "[1.0"},
                         Bad{"interval", "(1.0)"},
                         Bad{"interval", "[1,2,3]"},
                         Bad{"interval", "[1,2)[3,4)"},
                         Bad{"interval", "[1,2),"},
                         Bad{"interval", "[[1,2]"},
                         Bad{"gem", ""},
                         Bad{"gem", "~> "},
                         Bad{"gem", "^1.0"},
                         Bad{"gem", ">= 1,"},
                         Bad{"composer", ""},
                         Bad{"composer", "^"},
                         Bad{"composer", ">= "},
                         Bad{"composer", "^1.2|"},
                         Bad{"composer", "foo"},
                         Bad{"comparison", ""},
                         Bad{"comparison", ">="},
                         Bad{"comparison", "^1"},
                         Bad{"comparison", "< 1,"}}) {
    const RangeSyntax& syntax = *find_range(bad.syntax);
    Result<bool> inside = in_range(syntax, native_scheme(syntax), bad.expression, "1.0.0");
    ASSERT_FALSE(inside) << bad.syntax << ": " << bad.expression;
    EXPECT_EQ(inside.error().code, Code::kCorrupt) << bad.expression;
  }
}

TEST(Ranges, Bounded) {
  std::string digits(kMaxVersionBytes - 4, '9');
  for (const RangeSyntax* syntax : all_ranges()) {
    const Scheme& scheme = native_scheme(*syntax);
    Result<bool> long_version = in_range(scheme, "1", std::string(kMaxVersionBytes + 1, '1'));
    ASSERT_FALSE(long_version);
    EXPECT_EQ(long_version.error().code, Code::kLimit);
    EXPECT_EQ(in_range(scheme, std::string(kMaxExpressionBytes + 1, ' '), "1").error().code, Code::kLimit);
    // As long as may be, of whatever is read again and again.
    for (std::string_view piece : {"<", "~>", "1.", "*", ",", "|", "[1,2],", "1 - ", ">=1 ", "- ", "^1||", "v", "=", "-a.", "9"}) {
      std::string expression;
      while (expression.size() + piece.size() <= kMaxExpressionBytes) expression += piece;
      (void)in_range(scheme, expression, "1.0.0");
    }
  }
  EXPECT_TRUE(in_range(*find_scheme("npm"), "^" + digits + ".0.0", digits + ".9.9").value_or(false)) << "numbers of any length";
  EXPECT_FALSE(in_range(*find_scheme("npm"), "^" + digits + ".0.0", "1" + std::string(digits.size(), '0') + ".0").value_or(true));
}

struct Table {
  const char* scheme;
  const char* file;
  bool prereleases;
  std::size_t rows;
};

class RangeTables : public testing::TestWithParam<Table> {};

std::string unescaped(std::string text) {
  for (std::size_t at; (at = text.find("\\t")) != std::string::npos;) text.replace(at, 2, "\t");
  return text;
}

TEST_P(RangeTables, AllAnswersHold) {
  const char* shared = std::getenv("BATTEN_SHARED");
  std::ifstream stream((shared != nullptr ? std::string(shared) : std::string(BATTEN_SOURCE_DIR) + "/../shared") + "/versions/" +
                       GetParam().file);
  if (!stream) GTEST_SKIP() << "range table " << GetParam().file << ": no shared data";
  std::size_t held = 0;
  std::string line;
  std::getline(stream, line);  // the header
  while (std::getline(stream, line)) {
    std::vector<std::string> row;
    std::stringstream parts(line);
    for (std::string field; std::getline(parts, field, '\t');) row.push_back(field);
    ASSERT_GE(row.size(), 3u);
    RangeOptions options{.prereleases = GetParam().prereleases || (row.size() > 4 && row[4] == "includePrerelease")};
    Result<bool> inside = in_range(*find_scheme(GetParam().scheme), unescaped(row[0]), row[1], options);
    ASSERT_TRUE(inside) << row[0] << ": " << inside.error().message;
    EXPECT_EQ(*inside, row[2] == "true") << row[1] << " in " << row[0] << (options.prereleases ? ", with pre-releases" : "");
    if (*inside == (row[2] == "true")) ++held;
  }
  EXPECT_EQ(held, GetParam().rows);
}

std::ostream& operator<<(std::ostream& out, const Table& table) { return out << table.file; }

INSTANTIATE_TEST_SUITE_P(All, RangeTables,
                         testing::Values(Table{"npm", "node-semver-ranges.tsv", false, 199},
                                         Table{"pep440", "pep440-specifiers.tsv", true, 188}));

TEST(Fuzz, RangeCorpus) { REPLAY_CORPUS(range_fuzz); }

}  // namespace
}  // namespace batten::version
