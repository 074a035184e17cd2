// SPDX-License-Identifier: Apache-2.0
//
// Sets of rules that are larger than anybody's: they load, say what they should and don't take for ever.
#include <gtest/gtest.h>

#include <chrono>
#include <string>
#include <vector>

#include "base/format.h"
#include "rules/event_text.h"
#include "rules/judge_fixture.h"
#include "rules/ruleset.h"

namespace batten::rules {
namespace {

using Clock = std::chrono::steady_clock;

constexpr int kRules = 10'000, kDepth = 1'000, kEvents = 1'000;

Result<LoadResult> load_text(std::string text) {
  const std::vector<RuleFile> files = {{.name = "many.yaml", .text = std::move(text)}};
  LoadOptions options;
  options.appended_fields.clear();
  LoadResult out = load(files, options);
  for (const Diagnostic& one : out.diagnostics) {
    if (is_error(one.code)) return Error{Code::kInvalidArgument, one.message};
  }
  return out;
}

TEST(ManyRules, TenThousandLoadAndEachFires) {
  std::string text = "- macro: opened\n  condition: evt.type in (open, openat) and fd.num >= 0\n- list: names\n  items: [cat, less]\n";
  for (int i = 0; i < kRules; ++i) {
    text += format(
        "- rule: R{0}\n  desc: d\n  condition: opened and fd.name = /srv/{0}/file and proc.name in (names, p{0})\n"
        "  output: file %fd.name of %proc.name\n  priority: WARNING\n  tags: [t{1}]\n",
        i, i % 10);
  }
  const Clock::time_point begin = Clock::now();
  Result<LoadResult> loaded = load_text(text);
  ASSERT_TRUE(loaded) << loaded.error().message;
  ASSERT_TRUE(loaded->rules);
  EXPECT_LT(Clock::now() - begin, std::chrono::seconds(60));
  Ruleset& rules = *loaded->rules;
  ASSERT_EQ(rules.rules().size(), static_cast<std::size_t>(kRules));
  for (const int one : {0, 1, kRules / 2, kRules - 1}) {
    EXPECT_EQ(fired(rules, format("{{openat: {{name: /srv/{}/file, flags: O_RDONLY, fd: 3}}, process: {{name: cat}}}}", one)),
              (std::vector<std::string>{format("R{}", one)}));
    EXPECT_EQ(fired(rules, format("{{openat: {{name: /srv/{0}/file, flags: O_RDONLY, fd: 3}}, process: {{name: p{0}}}}}", one)),
              (std::vector<std::string>{format("R{}", one)}));
  }
  EXPECT_TRUE(fired(rules, "{openat: {name: /srv/10000/file, flags: O_RDONLY, fd: 3}, process: {name: cat}}").empty());
  // More clauses than the kernel's filter takes are no clauses, not wrong ones.
  const Clock::time_point filtering = Clock::now();
  const model::Prefilter filter = rules.prefilter();
  EXPECT_LT(Clock::now() - filtering, std::chrono::seconds(30)) << "each rule is compared with all before it";
  EXPECT_TRUE(filter.types[BATTEN_OPENAT].wanted);
  EXPECT_FALSE(filter.types[BATTEN_CONNECT].wanted);
  const Clock::time_point judging = Clock::now();
  for (int i = 0; i < kEvents; ++i) (void)fired(rules, "{openat: {name: /srv/none, flags: O_RDONLY, fd: 3}}");
  EXPECT_LT(Clock::now() - judging, std::chrono::seconds(30)) << "an event asks each rule from its beginning";
}

TEST(ManyRules, AConditionAThousandDeep) {
  std::string deep;
  for (int i = 0; i < kDepth / 2; ++i) deep += i % 2 == 0 ? "(proc.name = x or (" : "(proc.name != y and (";
  deep += "fd.name = /etc/shadow";
  deep += std::string(kDepth / 2 * 2, ')');
  Result<LoadResult> loaded =
      load_text(format("- rule: R\n  desc: d\n  output: o\n  priority: INFO\n  condition: evt.type = openat and {}\n", deep));
  ASSERT_TRUE(loaded) << loaded.error().message;
  EXPECT_EQ(fired(*loaded->rules, "{openat: {name: /etc/shadow, flags: O_RDONLY, fd: 3}, process: {name: cat}}").size(), 1u);
  EXPECT_TRUE(fired(*loaded->rules, "{openat: {name: /etc/shadow, flags: O_RDONLY, fd: 3}, process: {name: y}}").empty());
}

}  // namespace
}  // namespace batten::rules
