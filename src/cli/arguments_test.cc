// SPDX-License-Identifier: Apache-2.0
#include "cli/arguments.h"

#include "base/nearest.h"

#include <gtest/gtest.h>

namespace batten::cli {
namespace {

constexpr OptionSpec kOptions[] = {
    {"--format,-f", "NAME", "which"},
    {"--all,-a", "", "everything"},
    {"--quiet,-q", "", "nothing"},
    {"--from", "DIR", "several", true},
};

using Words = std::vector<std::string>;

Arguments parsed(const Words& words) {
  auto out = parse_arguments(words, kOptions);
  EXPECT_TRUE(out) << out.error().message;
  return out ? *out : Arguments();
}

std::string problem(const Words& words) {
  auto out = parse_arguments(words, kOptions);
  if (out) return "none";
  EXPECT_EQ(out.error().code, Code::kInvalidArgument);
  return out.error().message;
}

TEST(Arguments, OptionsInAnyPlace) {
  for (const Words& words : {Words{"--format", "json", "-a", "image"},
                             {"image", "-f", "json", "--all"},
                             {"-a", "image", "--format=json"},
                             {"-afjson", "image"},
                             {"-af", "json", "image"},
                             {"--all", "--format=json", "--", "image"}}) {
    Arguments out = parsed(words);
    EXPECT_EQ(out.positional, Words{"image"});
    EXPECT_EQ(out.value("format"), "json");
    EXPECT_TRUE(out.flag("all"));
    EXPECT_FALSE(out.flag("quiet"));
  }
}

TEST(Arguments, DashesEndOptions) {
  EXPECT_EQ(parsed({"a", "--", "-a", "--", "--format"}).positional, (Words{"a", "-a", "--", "--format"}));
  EXPECT_EQ(parsed({"-", ""}).positional, (Words{"-", ""})) << "standard input, an empty word";
}

TEST(Arguments, Values) {
  EXPECT_EQ(parsed({"--format="}).value("format", "table"), "");
  EXPECT_EQ(parsed({"--format=a=b"}).value("format"), "a=b");
  EXPECT_EQ(parsed({"--format", "--all"}).value("format"), "--all") << "whatever comes next is the value";
  EXPECT_EQ(parsed({}).value("format", "table"), "table");
  EXPECT_EQ(parsed({"--from", "a", "--from=b"}).options.at("from"), (Words{"a", "b"}));
  EXPECT_TRUE(parsed({"-a", "-a", "-qa"}).flag("all")) << "a flag may be repeated";
}

TEST(Arguments, Problems) {
  EXPECT_EQ(problem({"--frmat", "x"}), "unknown option --frmat (did you mean --format?)");
  EXPECT_EQ(problem({"--frmat=x"}), "unknown option --frmat (did you mean --format?)");
  EXPECT_EQ(problem({"--nothing-like-it"}), "unknown option --nothing-like-it");
  EXPECT_EQ(problem({"-x"}), "unknown option -x");
  EXPECT_EQ(problem({"-ax"}), "unknown option -x in -ax");
  EXPECT_EQ(problem({"--format"}), "--format wants a NAME");
  EXPECT_EQ(problem({"-af"}), "--format wants a NAME");
  EXPECT_EQ(problem({"--all=yes"}), "--all takes no value");
  EXPECT_EQ(problem({"--format=a", "-f", "b"}), "--format is given twice");
}

TEST(Arguments, Nearest) {
  Words names{"scan", "sbom", "check", "versions"};
  EXPECT_EQ(base::nearest("sacn", names), "scan");
  EXPECT_EQ(base::nearest("chek", names), "check");
  EXPECT_EQ(base::nearest("version", names), "versions");
  EXPECT_EQ(base::nearest("frobnicate", names), "");
}

}  // namespace
}  // namespace batten::cli
