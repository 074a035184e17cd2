// SPDX-License-Identifier: Apache-2.0
#include "rules/pattern.h"

#include <gtest/gtest.h>

#include <string>

#include "rules/check.h"
#include "rules/text_set.h"

namespace batten::rules {
namespace {

TEST(Glob, AsGlob7SaysIt) {
  EXPECT_TRUE(glob_matches("*", ""));
  EXPECT_TRUE(glob_matches("a*c", "abbbc"));
  EXPECT_FALSE(glob_matches("a*c", "abbb"));
  EXPECT_TRUE(glob_matches("/home/*/.ssh/*", "/home/me/a/.ssh/id"));
  EXPECT_FALSE(glob_matches("/home/*/.ssh", "/home/me/a/.ssh", {.stops_at_slash = true}));
  EXPECT_TRUE(glob_matches("a?c", "a/c"));
  EXPECT_FALSE(glob_matches("a?c", "a/c", {.stops_at_slash = true}));
  EXPECT_TRUE(glob_matches("[a-c]x", "bx"));
  EXPECT_FALSE(glob_matches("[!a-c]x", "bx"));
  EXPECT_TRUE(glob_matches("[^a-c]x", "dx"));
  EXPECT_TRUE(glob_matches("[]]x", "]x"));
  EXPECT_TRUE(glob_matches("[a-]x", "-x"));
  EXPECT_TRUE(glob_matches("[x", "[x"));
  EXPECT_TRUE(glob_matches("\\*", "*"));
  EXPECT_FALSE(glob_matches("\\*", "a"));
  EXPECT_TRUE(glob_matches("a\\", "a\\"));
  EXPECT_TRUE(glob_matches("*.SH", "x.sh", {.any_case = true}));
  EXPECT_TRUE(glob_matches("[A-Z]", "b", {.any_case = true}));
  EXPECT_FALSE(glob_matches("", "a"));
}

TEST(Glob, ManyStarsTakeNoTime) {
  const std::string text(20'000, 'a');
  std::string pattern;
  for (int i = 0; i < 30; ++i) pattern += "*a";
  EXPECT_FALSE(glob_matches(pattern + "*b", text));
}

TEST(Glob, SetsThatAreNeverClosedTakeNoTime) {
  EXPECT_TRUE(glob_matches("*[[x", "a[[x"));
  EXPECT_FALSE(glob_matches("*[[x", "a[x"));
  EXPECT_TRUE(glob_matches("[ab][b", "a[b"));
  const std::string many(5000, '[');
  EXPECT_TRUE(glob_matches("*" + many, "x" + many));
  EXPECT_FALSE(glob_matches("*" + many.substr(2500) + "x", many));
}

TEST(TextSet, HoldsWhatWasAdded) {
  TextSet set;
  EXPECT_FALSE(set.contains(""));
  for (int i = 0; i < 5000; ++i) set.add("text number " + std::to_string(i));
  set.add("text number 1");
  for (int i = 0; i < 5000; ++i) EXPECT_TRUE(set.contains("text number " + std::to_string(i)));
  EXPECT_FALSE(set.contains("text number 5000"));
  EXPECT_FALSE(set.contains("text number"));
  set.add("");
  EXPECT_TRUE(set.contains(""));
}

TEST(PrefixTree, MatchesWhatBeginsWithOne) {
  PrefixTree tree;
  EXPECT_FALSE(tree.matches(""));
  for (std::string_view one : {"/bin/", "/usr/bin", "/usr/bin/x", "/etc"}) tree.add(one);
  EXPECT_TRUE(tree.matches("/bin/sh"));
  EXPECT_FALSE(tree.matches("/bin"));
  EXPECT_TRUE(tree.matches("/usr/bin"));
  EXPECT_TRUE(tree.matches("/etcetera"));
  EXPECT_FALSE(tree.matches("/usr"));
  tree.add("");
  EXPECT_TRUE(tree.matches("anything"));
}

TEST(PathTree, TakesWholeComponents) {
  PathTree tree;
  for (std::string_view one : {"/tmp/hello", "/var/*/*.txt", "/srv/"}) tree.add(one);
  EXPECT_TRUE(tree.matches("/tmp/hello"));
  EXPECT_TRUE(tree.matches("/tmp/hello/world"));
  EXPECT_FALSE(tree.matches("/tmp/hello_world"));
  EXPECT_TRUE(tree.matches("/var/run/a.txt"));
  EXPECT_TRUE(tree.matches("/var/run/a.txt/b"));
  EXPECT_FALSE(tree.matches("/var/run/x/a.txt"));
  EXPECT_TRUE(tree.matches("/srv"));
  EXPECT_FALSE(tree.matches("/"));
  EXPECT_FALSE(tree.matches("srv/x"));
  EXPECT_FALSE(PathTree().matches("/srv"));
}

TEST(Networks, AreReadAndCompared) {
  const auto holds = [](std::string_view network, std::string_view address) {
    return parse_network(network)->contains(parse_network(address)->bytes);
  };
  EXPECT_TRUE(holds("10.0.0.0/8", "10.255.0.1"));
  EXPECT_FALSE(holds("10.0.0.0/8", "11.0.0.1"));
  EXPECT_TRUE(holds("192.168.4.0/22", "192.168.7.255"));
  EXPECT_FALSE(holds("192.168.4.0/22", "192.168.8.0"));
  EXPECT_TRUE(holds("0.0.0.0/0", "1.2.3.4"));
  EXPECT_TRUE(holds("fe80::/10", "febf::1"));
  EXPECT_FALSE(holds("fe80::/10", "10.0.0.1"));
  for (std::string_view bad : {"10.0.0.0/33", "10.0.0", "x", "::/129", "10.0.0.0/", ""}) EXPECT_FALSE(parse_network(bad)) << bad;
}

TEST(Numbers, AreReadAsRulesWriteThem) {
  EXPECT_EQ(parse_number("-115"), -115);
  EXPECT_EQ(parse_number("+7"), 7);
  EXPECT_EQ(parse_number("0x1F"), 31);
  EXPECT_EQ(parse_number("0xffffffffffffffff"), -1);
  EXPECT_EQ(parse_number("18446744073709551615"), -1);
  for (std::string_view bad : {"", "x", "1x", "0x", "-", "1.5"}) EXPECT_FALSE(parse_number(bad)) << bad;
}

}  // namespace
}  // namespace batten::rules
