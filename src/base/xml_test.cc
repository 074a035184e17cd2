// SPDX-License-Identifier: Apache-2.0
#include "base/xml.h"

#include <gtest/gtest.h>

#include "base/text.h"
#include "fuzz/replay.h"

int xml_fuzz(const std::uint8_t* data, std::size_t size);

namespace batten::xml {
namespace {

Error refusal(std::string_view text, Limits limits = {}) {
  Result<Document> document = Document::parse(text, limits);
  EXPECT_FALSE(document) << text.substr(0, 80);
  return document ? Error{Code::kInternal, "read"} : document.error();
}

std::string text_of_root(std::string_view text) {
  Result<Document> document = Document::parse(text);
  EXPECT_TRUE(document) << document.error().message;
  return document ? std::string(document->root().text()) : "";
}

std::string repeat(int count, std::string_view text) {
  std::string out;
  for (int i = 0; i < count; ++i) out += text;
  return out;
}

TEST(Xml, ReadsATree) {
  Result<Document> document = Document::parse(
      "<?xml version='1.0'?>\n<p:project xmlns:p='urn:x' a=\"1 &lt; 2\" p:b=''>\n"
      "  <name> one <!-- no --> two </name>\n  <dep/><dep><name>&#233;&amp;<![CDATA[<raw>]]></name></dep>\n</p:project>\n");
  ASSERT_TRUE(document) << document.error().message;
  View root = document->root();
  EXPECT_EQ(root.name(), "project");
  EXPECT_EQ(root.attribute("a"), "1 < 2");
  EXPECT_EQ(root.attribute("b", "fallback"), "");
  EXPECT_EQ(root.attribute("c", "fallback"), "fallback");
  EXPECT_EQ(root["name"].text(), "one  two");
  EXPECT_EQ(root["name"].line(), 3u);
  EXPECT_EQ(root.size(), 3u);
  std::vector<std::string> names;
  root.each("dep", [&](View dep) { names.emplace_back(dep["name"].text()); });
  EXPECT_EQ(names, (std::vector<std::string>{"", "é&<raw>"}));
  EXPECT_FALSE(root["none"]["at"]["all"]);
  EXPECT_EQ(root["none"].text(), "");
}

TEST(Xml, ReadsEncodings) {
  EXPECT_EQ(text_of_root("\xEF\xBB\xBF<a>é</a>"), "é");
  EXPECT_EQ(text_of_root("<?xml version='1.0' encoding=\"ISO-8859-1\"?><a>\xE9</a>"), "é");
  EXPECT_EQ(text_of_root(std::string_view("\xFF\xFE<\0a\0>\0\xE9\0\x3D\xD8\0\xDE<\0/\0a\0>\0", 22)), "é😀");
  EXPECT_EQ(text_of_root(std::string_view("\xFE\xFF\0<\0a\0>\0\xE9\0<\0/\0a\0>", 18)), "é");
  EXPECT_EQ(refusal("<?xml version='1.0' encoding='EUC-JP'?><a/>").code, Code::kUnsupported);
  EXPECT_EQ(refusal("<?xml version='1.0' encoding='UTF-8'?><a>\xE9</a>").code, Code::kCorrupt);
  EXPECT_EQ(refusal("\xFF\xFE<").code, Code::kCorrupt);
  EXPECT_EQ(refusal(std::string_view("\xFF\xFE\x3D\xD8<\0", 6)).code, Code::kCorrupt);
  EXPECT_EQ(refusal("\x4C\x6F\xA7\x94\x93").code, Code::kCorrupt);
}

TEST(Xml, NamesThePlaceOfErrors) {
  EXPECT_TRUE(refusal("<a>\n<b></c>\n</a>").message.starts_with("not XML: line 2, column ")) << refusal("<a>\n<b></c></a>").message;
  EXPECT_EQ(refusal("").code, Code::kCorrupt);
  EXPECT_EQ(refusal("text").code, Code::kCorrupt);
  EXPECT_EQ(refusal("<a>").code, Code::kCorrupt);
  EXPECT_EQ(refusal("<a/><b/>").code, Code::kCorrupt);
  EXPECT_EQ(refusal("<a b='1' b='2'/>").code, Code::kCorrupt);
  EXPECT_EQ(refusal(std::string_view("<a>\0</a>", 8)).code, Code::kCorrupt);
}

TEST(Xml, ExpandsNoEntities) {
  EXPECT_EQ(refusal("<!DOCTYPE a [<!ENTITY x 'xxxxxxxxxx'><!ENTITY y '&x;&x;&x;'>]><a>&y;</a>").code, Code::kUnsupported);
  EXPECT_EQ(refusal("<!DOCTYPE a [<!ATTLIST a b CDATA 'default'>]><a/>").code, Code::kUnsupported);
  EXPECT_EQ(refusal("<!DOCTYPE a SYSTEM 'file:///etc/passwd' [<!ENTITY % p SYSTEM 'http://127.0.0.1:1/x'> %p;]><a/>").code,
            Code::kUnsupported);
  EXPECT_EQ(refusal("<a>&x;</a>").code, Code::kCorrupt);
  EXPECT_EQ(text_of_root("<!DOCTYPE plist PUBLIC '-//X//DTD//EN' 'http://127.0.0.1:1/x.dtd'><a>b</a>"), "b");
}

TEST(Xml, BoundsSizeDepthAndCount) {
  EXPECT_EQ(refusal(repeat(100'000, "<a>")).code, Code::kLimit);
  EXPECT_EQ(refusal("<a><b><c/></b></a>", {.max_depth = 2}).code, Code::kLimit);
  EXPECT_TRUE(Document::parse("<a><b/></a>", {.max_depth = 2}));
  EXPECT_EQ(refusal("<a>" + repeat(10, "<b/>") + "</a>", {.max_nodes = 10}).code, Code::kLimit);
  EXPECT_EQ(refusal("<a/>", {.max_bytes = 3}).code, Code::kLimit);
  std::string many = "<a>\n<b";
  for (int i = 0; i < 100'000; ++i) many += " a" + std::to_string(i) + "='>'";
  EXPECT_EQ(refusal(many + "/></a>").code, Code::kLimit);
  // Quotes outside of tags are no attributes.
  std::string quotes = repeat(2000, "'\" ");
  EXPECT_EQ(text_of_root("<!--" + quotes + "--><a>x<![CDATA[<" + quotes + "]]></a>").size(), 2 + quotes.size() - 1);
}

TEST(Xml, ReferencesInAttributes) {
  auto document = Document::parse(R"(<a b="x&amp;y&#38;&lt;&quot;&#x41;&amp;lt;" c="&amp;"/>)");
  ASSERT_TRUE(document) << document.error().message;
  EXPECT_EQ(document->root().attribute("b"), "x&y&<\"A&lt;");
  EXPECT_EQ(document->root().attribute("c"), "&");
  EXPECT_FALSE(Document::parse(R"(<a b="&c;"/>)"));
}

TEST(Xml, Fuzz) { REPLAY_CORPUS(xml_fuzz); }

}  // namespace
}  // namespace batten::xml
