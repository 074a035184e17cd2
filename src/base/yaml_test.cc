// SPDX-License-Identifier: Apache-2.0
#include "base/yaml.h"

#include <gtest/gtest.h>

#include "base/text.h"
#include "fuzz/replay.h"

int yaml_fuzz(const std::uint8_t* data, std::size_t size);

namespace batten::yaml {
namespace {

Document read(std::string_view text, Limits limits = {}) {
  Result<Document> document = Document::parse(text, limits);
  EXPECT_TRUE(document) << document.error().message;
  return document ? std::move(*document) : std::move(*Document::parse(""));
}

Error refusal(std::string_view text, Limits limits = {}) {
  Result<Document> document = Document::parse(text, limits);
  EXPECT_FALSE(document) << text.substr(0, 80);
  return document ? Error{Code::kInternal, "read"} : document.error();
}

std::string keys(View view) {
  std::vector<std::string> out;
  view.each_member([&](View key, View value) { out.push_back(std::string(key.string()) + "=" + std::string(value.string())); });
  return base::join(out, " ");
}

TEST(Yaml, ReadsValues) {
  Document document = read("name: web\nports: [80, '443']\nenv:\n  - A\n  - B: x\ntext: |\n  one\n  two\n");
  EXPECT_EQ(document["name"].string(), "web");
  EXPECT_EQ(document["ports"].strings(), (std::vector<std::string>{"80", "443"}));
  EXPECT_EQ(document["env"].size(), 2u);
  EXPECT_EQ(document["env"].elements()[1]["B"].string(), "x");
  EXPECT_EQ(document["text"].string(), "one\ntwo\n");
  EXPECT_FALSE(document["none"]["at"]["all"]);
  EXPECT_EQ(document["none"].string("fallback"), "fallback");
  EXPECT_EQ(document["ports"].string("no text"), "no text");
}

TEST(Yaml, KnowsPlaces) {
  Document document = read("\xEF\xBB\xBF# head\na:\n  - 'x'\n  - &n !!str \"y\"\nb: {ž: é, c: d}\ne: *n\nf: |\n  t\n");
  View a = document["a"];
  EXPECT_EQ(document.root().key("a").start(), (Place{2, 1, 10}));
  EXPECT_EQ(a.start(), (Place{3, 3, 15}));
  EXPECT_EQ(a.style(), Style::kBlock);
  View x = a.elements()[0];
  EXPECT_EQ(x.start(), (Place{3, 5, 17}));
  EXPECT_EQ(x.end(), (Place{3, 8, 20}));
  EXPECT_EQ(x.style(), Style::kSingleQuoted);
  View y = a.elements()[1];
  EXPECT_EQ(y.style(), Style::kDoubleQuoted);
  EXPECT_EQ(y.anchor(), "n");
  EXPECT_EQ(y.tag(), "tag:yaml.org,2002:str");
  EXPECT_EQ(a.end(), y.end());
  View c = document["b"].key("c");
  EXPECT_EQ(document["b"].style(), Style::kFlow);
  EXPECT_EQ(document["b"]["ž"].start(), (Place{5, 8, 46}));
  EXPECT_EQ(c.start(), (Place{5, 11, 50}));
  View e = document["e"];
  EXPECT_EQ(e.alias(), "n");
  EXPECT_EQ(e.string(), "y");
  EXPECT_EQ(e.start().line, 6u);
  EXPECT_EQ(document["f"].style(), Style::kLiteral);
}

TEST(Yaml, ReadsScalarsByTheCoreSchema) {
  Document document = read("- 12\n- -0\n- +7\n- 0x1F\n- 0o17\n- '12'\n- !!int '12'\n- 1_000\n- 99999999999999999999\n- 0x-1\n- 1.5\n");
  std::vector<std::optional<std::int64_t>> numbers;
  document.root().each([&](View item) { numbers.push_back(item.as_integer()); });
  EXPECT_EQ(numbers, (std::vector<std::optional<std::int64_t>>{12, 0, 7, 31, 15, {}, 12, {}, {}, {}, {}}));

  document = read("[true, FALSE, yes, 'true', off, !!bool 'true', tRUE]");
  std::vector<std::optional<bool>> core, more;
  document.root().each([&](View item) {
    core.push_back(item.as_bool());
    more.push_back(item.as_bool(Booleans::kYesNo));
  });
  EXPECT_EQ(core, (std::vector<std::optional<bool>>{true, false, {}, {}, {}, true, {}}));
  EXPECT_EQ(more, (std::vector<std::optional<bool>>{true, false, true, {}, false, true, {}}));

  document = read("a: ~\nb:\nc: 'null'\nd: null\n");
  EXPECT_TRUE(document["a"].is_null() && document["b"].is_null() && document["d"].is_null());
  EXPECT_FALSE(document["c"].is_null() || document["e"].is_null());
}

TEST(Yaml, MergesUnderOwnKeys) {
  Document document = read(
      "a: &a {x: 1, y: 2}\nb: &b {y: 3, z: 4}\n"
      "one:\n  <<: *a\n  x: own\ntwo:\n  <<: [*a, *b]\nthree:\n  q: 0\n  <<: {<<: *b, y: 9}\nquoted: {'<<': text}\nbad: {<<: text, <<: "
      "[*a, 7]}\n");
  EXPECT_EQ(keys(document["one"]), "x=own y=2");
  EXPECT_EQ(keys(document["two"]), "x=1 y=2 z=4");
  EXPECT_EQ(keys(document["three"]), "q=0 y=9 z=4");
  EXPECT_EQ(keys(document["quoted"]), "<<=text");
  EXPECT_EQ(keys(document["bad"]), "x=1 y=2");
  ASSERT_EQ(document.remarks().size(), 2u);
  EXPECT_EQ(document.remarks()[0].message, "only mappings can be merged");
  EXPECT_EQ(document.remarks()[0].place, (Place{12, 11, 147}));
}

TEST(Yaml, KeepsTheFirstOfDuplicateKeys) {
  Document document = read("a: 1\nb: 2\n'a': 3\n");
  EXPECT_EQ(keys(document.root()), "a=1 b=2");
  ASSERT_EQ(document.remarks().size(), 1u);
  EXPECT_EQ(document.remarks()[0].place.line, 3u);
  EXPECT_EQ(document.remarks()[0].message, "key a again, first at line 1, column 1");
}

TEST(Yaml, FindsKeysOfLargeMappings) {
  std::string text = "? [no, scalar]\n: here\n";
  for (int i = 0; i < 1000; ++i) text += "k" + std::to_string(i * 7 % 1000) + ": " + std::to_string(i) + "\n";
  Document document = read(text + "k14: again\n");
  EXPECT_EQ(document.root().size(), 1001u);
  EXPECT_EQ(document["k14"].string(), "2");
  EXPECT_EQ(document["k993"].string(), "999");
  EXPECT_FALSE(document["k1000"]);
  EXPECT_FALSE(document[""]);
  EXPECT_EQ(document.root().key("k14").start().line, 5u);
  EXPECT_EQ(document.remarks().size(), 1u);
}

TEST(Yaml, ReadsSeveralDocuments) {
  Document document = read("a: &x 1\n---\nb: 2\n...\n--- 3\n");
  ASSERT_EQ(document.roots().size(), 3u);
  EXPECT_EQ(document.roots()[1]["b"].string(), "2");
  EXPECT_EQ(document.roots()[2].as_integer(), 3);
  EXPECT_EQ(read("").roots().size(), 0u);
  EXPECT_FALSE(read("# nothing\n").root());
  EXPECT_EQ(refusal("a: &x 1\n---\nb: *x\n").message, "not YAML: line 3, column 4: no anchor &x");
}

TEST(Yaml, NamesThePlaceOfErrors) {
  EXPECT_EQ(refusal("a: [1, 2\nb: 3\n").message.substr(0, 27), "not YAML: line 2, column 2:");
  EXPECT_EQ(refusal("a: 1\nb: \xFF\n").message, "not YAML: line 2, column 4: invalid leading UTF-8 octet");
  EXPECT_EQ(refusal("a: 1\n\tb: 2\n").code, Code::kCorrupt);
  EXPECT_EQ(refusal("&a [*a]").message, "not YAML: line 1, column 5: *a stands for what it is a part of");
  EXPECT_EQ(refusal(std::string_view("a: \0b", 5)).code, Code::kCorrupt);
}

TEST(Yaml, BoundsWhatAliasesExpandTo) {
  std::string bomb = "a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n";
  for (int i = 1; i < 12; ++i) {
    std::string last = "*a" + std::to_string(i - 1);
    bomb += "a" + std::to_string(i) + ": &a" + std::to_string(i) + " [" + last;
    for (int k = 0; k < 9; ++k) bomb += ", " + last;
    bomb += "]\n";
  }
  Error error = refusal(bomb);
  EXPECT_EQ(error.code, Code::kLimit);
  EXPECT_TRUE(error.message.contains("line 6, column ")) << error.message;

  // The same by merges, and by one long text.
  std::string merges = "a: &a {";
  for (int i = 0; i < 2000; ++i) merges += "k" + std::to_string(i) + ": 1, ";
  merges += "}\n";
  std::string text = "a: &a '" + std::string(1'000'000, 'x') + "'\n";
  for (int i = 0; i < 1000; ++i) {
    merges += "m" + std::to_string(i) + ": {<<: *a}\n";
    text += "m" + std::to_string(i) + ": *a\n";
  }
  EXPECT_EQ(refusal(merges).code, Code::kLimit);
  EXPECT_EQ(refusal(text).code, Code::kLimit);
}

TEST(Yaml, BoundsSizeDepthAndCount) {
  EXPECT_EQ(refusal(std::string(100'000, '[')).code, Code::kLimit);
  std::string nested;
  for (int i = 0; i < 50'000; ++i) nested += "- ";
  EXPECT_EQ(refusal(nested).code, Code::kLimit);
  EXPECT_EQ(refusal("[[[1]]]", {.max_depth = 2}).message, "YAML: line 1, column 3: nested deeper than 2");
  EXPECT_TRUE(Document::parse("[[1]]", {.max_depth = 2}));
  EXPECT_EQ(refusal("[1, 2, 3]", {.max_nodes = 3}).code, Code::kLimit);
  EXPECT_EQ(refusal("abc", {.max_bytes = 2}).code, Code::kLimit);
}

TEST(Yaml, BoundsTags) {
  std::string handles, uses = "%TAG !e! tag:" + std::string(100'000, 'x') + "\n---\n";
  for (int i = 0; i < 100; ++i) handles += "%TAG !e" + std::to_string(i) + "! tag:x\n";
  for (int i = 0; i < 10'000; ++i) uses += "- !e!a b\n";
  EXPECT_EQ(refusal(handles + "---\na\n").code, Code::kLimit);
  EXPECT_EQ(refusal(uses).code, Code::kLimit);
}

TEST(Yaml, Fuzz) { REPLAY_CORPUS(yaml_fuzz); }

}  // namespace
}  // namespace batten::yaml
