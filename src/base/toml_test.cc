// SPDX-License-Identifier: Apache-2.0
#include "base/toml.h"

#include <gtest/gtest.h>

#include "base/text.h"
#include "fuzz/replay.h"

int toml_fuzz(const std::uint8_t* data, std::size_t size);

namespace batten::toml {
namespace {

Document read(std::string_view text) {
  Result<Document> document = Document::parse(text);
  EXPECT_TRUE(document) << document.error().message;
  return document ? std::move(*document) : std::move(*Document::parse(""));
}

Error refusal(std::string_view text, Limits limits = {}) {
  Result<Document> document = Document::parse(text, limits);
  EXPECT_FALSE(document) << text.substr(0, 80);
  return document ? Error{Code::kInternal, "read"} : document.error();
}

std::string repeat(int count, std::string_view text) {
  std::string out;
  for (int i = 0; i < count; ++i) out += text;
  return out;
}

TEST(Toml, ReadsValues) {
  Document document = read(
      "version = 3\nratio = 1.5\nyes = true\nday = 2024-05-01\nname = 'x'\nlist = ['a', 'b', 7]\n"
      "[[package]]\nname = \"one\"\n[[package]]\nname = \"two\"\n[package.source]\nurl.text = '''\nu'''\n");
  EXPECT_EQ(document["version"].integer(), 3);
  EXPECT_EQ(document["version"].number(), 3.0);
  EXPECT_EQ(document["ratio"].number(), 1.5);
  EXPECT_EQ(document["ratio"].integer(), std::nullopt);
  EXPECT_TRUE(document["yes"].boolean());
  EXPECT_EQ(document["day"].type(), Type::kDateTime);
  EXPECT_EQ(document["name"].string(), "x");
  EXPECT_EQ(document["version"].string("no text"), "no text");
  EXPECT_EQ(document["list"].strings(), (std::vector<std::string>{"a", "b"}));
  EXPECT_EQ(document["list"].size(), 3u);
  ASSERT_EQ(document["package"].size(), 2u);
  EXPECT_EQ(document["package"].elements()[1]["name"].string(), "two");
  EXPECT_EQ(document["package"].elements()[1]["source"]["url"]["text"].string(), "u");
  EXPECT_FALSE(document["none"]["at"]["all"]);
  EXPECT_EQ(document["none"].place(), Place{});
}

TEST(Toml, KnowsPlacesAndOrder) {
  Document document = read("b = 1\n\"ž\" = 2\na = 3\n[t]\n  key = 'v'\n");
  std::vector<std::string> keys;
  document.root().each_member([&](std::string_view key, View) { keys.emplace_back(key); });
  EXPECT_EQ(base::join(keys, " "), "b ž a t");
  EXPECT_EQ(document.root().key_place("a"), (Place{3, 1}));
  EXPECT_EQ(document["ž"].place(), (Place{2, 7}));
  EXPECT_EQ(document["t"].key_place("key"), (Place{5, 3}));
  EXPECT_EQ(document["t"].key_place("none"), Place{});
}

TEST(Toml, NamesThePlaceOfErrors) {
  EXPECT_TRUE(refusal("a = 1\nb = [1, 2\nc = 3\n").message.starts_with("not TOML: line 3, column 1: "));
  EXPECT_EQ(refusal("a = 1\na = 2\n").code, Code::kCorrupt);
  EXPECT_EQ(refusal("a = \"\xFF\"\n").code, Code::kCorrupt);
  EXPECT_EQ(refusal("a = 'x\n").code, Code::kCorrupt);
  EXPECT_EQ(refusal(std::string_view("a = \0", 5)).code, Code::kCorrupt);
  EXPECT_EQ(refusal("a = 1\n [[ =]]\n").message, "not TOML: line 2, column 2: a table header without name");
  for (std::string_view text : {"[=]", "[[", "[\n]", "[#", "[é]", "[]", "[[]]", "[a.=]", ".=1", "a.", "a={=1}", "a=[", "a={,}", "a={a"}) {
    EXPECT_EQ(refusal(text).code, Code::kCorrupt);
  }
}

// Latin letters where the parser asks whether they are blanks.
TEST(Toml, ReadsLatinLetters) {
  EXPECT_EQ(read("a = \"\"\"x\\\n  \u00e9\"\"\" # \u00e9\n")["a"].string(), "x\u00e9");
  EXPECT_EQ(refusal("a = 1 \u00e9\n").code, Code::kCorrupt);
  EXPECT_EQ(refusal("[a\u00e9]\n").code, Code::kCorrupt);
}

TEST(Toml, BoundsDepth) {
  EXPECT_EQ(refusal("a = " + repeat(100'000, "[")).code, Code::kLimit);
  EXPECT_EQ(refusal("a = " + repeat(100'000, "{a=")).code, Code::kLimit);
  EXPECT_EQ(refusal(repeat(100'000, "a.") + "a = 1").code, Code::kLimit);
  EXPECT_EQ(refusal("[" + repeat(100'000, "a.") + "a]").code, Code::kLimit);
  EXPECT_EQ(refusal("x = 1\ny = " + repeat(60, "{a.a=")).message, "TOML: line 2, column 255: nested deeper than 100");
  EXPECT_EQ(refusal("a = [[1]]", {.max_depth = 1}).code, Code::kLimit);
  EXPECT_TRUE(Document::parse("a = [[1]]", {.max_depth = 2}));
  // Neither strings nor comments nor numbers nest.
  std::string dots(500, '.'), brackets(500, '[');
  EXPECT_EQ(read("a = \"" + dots + "\\\"" + brackets + "\"\nb = '" + brackets + "'\n# " + brackets + "\nc = 1\n")["c"].integer(), 1);
  EXPECT_EQ(read("a = \"\"\"\n" + brackets + "\n\"\"\"\"\"\nb = '''" + dots + "\n'''\n")["b"].string().size(), 501u);
  EXPECT_EQ(read("a = \"\"\nb = ''\nc = [" + repeat(500, "1.5,\n") + "]")["c"].size(), 500u);
}

TEST(Toml, BoundsWork) {
  EXPECT_EQ(refusal("abc = 1", {.max_bytes = 3}).code, Code::kLimit);
  EXPECT_EQ(refusal("a = [1, 2, 3, 4]", {.max_values = 3}).code, Code::kLimit);
  // Every header would be looked for among all before it.
  std::string headers;
  for (int i = 0; i < 100'000; ++i) headers += "[a" + std::to_string(i) + ".b]\n";
  EXPECT_TRUE(refusal(headers).message.ends_with("too many tables"));
  std::string packages;
  for (int i = 0; i < 10'000; ++i) packages += "[[package]]\nname = 'a'\n[package.dependencies]\na = '1'\n";
  EXPECT_EQ(read(packages)["package"].size(), 10'000u);
}

TEST(Toml, Fuzz) { REPLAY_CORPUS(toml_fuzz); }

}  // namespace
}  // namespace batten::toml
