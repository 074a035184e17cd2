// SPDX-License-Identifier: Apache-2.0
//
// What the readers of TOML, YAML and XML files have in common: wrong, huge and hostile files. And the notes that they give.
#include <gtest/gtest.h>

#include <algorithm>
#include <chrono>

#include "fuzz/replay.h"
#include "packages/package_list.h"
#include "packages/shared_data.h"

int document_locks_fuzz(const std::uint8_t* data, std::size_t size);

namespace batten::packages {
namespace {

struct Reader {
  std::string_view cataloger, path;
};

constexpr Reader kToml[] = {{"poetry_lock", "app/poetry.lock"}, {"uv_lock", "app/uv.lock"},       {"pdm_lock", "app/pdm.lock"},
                            {"pylock", "app/pylock.toml"},      {"cargo_lock", "app/Cargo.lock"}, {"julia_manifest", "app/Manifest.toml"}};
constexpr Reader kYaml[] = {
    {"pubspec_lock", "app/pubspec.lock"}, {"pnpm_lock", "app/pnpm-lock.yaml"}, {"stack_lock", "app/stack.yaml.lock"}};

std::string repeat(int count, const std::function<std::string(int)>& part) {
  std::string out;
  for (int i = 0; i < count; ++i) out += part(i);
  return out;
}

std::string dependencies(int count, std::string_view version) {
  return "<dependencies>" +
         repeat(count,
                [&](int i) {
                  return format("<dependency><groupId>g</groupId><artifactId>a{}</artifactId><version>{}</version></dependency>", i,
                                version);
                }) +
         "</dependencies>";
}

TEST(DocumentLocks, SayWhereAFileIsWrong) {
  for (const Reader& reader : kToml) {
    Parsed parsed = parse_with(reader.cataloger, reader.path, "a = 1\nb = [\n");
    ASSERT_FALSE(parsed.result) << reader.cataloger;
    EXPECT_EQ(parsed.result.error().code, Code::kCorrupt);
    EXPECT_TRUE(parsed.result.error().message.starts_with("not TOML: line 2")) << parsed.result.error().message;
  }
  for (const Reader& reader : kYaml) {
    Parsed parsed = parse_with(reader.cataloger, reader.path, "packages:\n  a: [\n");
    ASSERT_FALSE(parsed.result) << reader.cataloger;
    EXPECT_TRUE(parsed.result.error().message.starts_with("not YAML: line 3")) << parsed.result.error().message;
  }
  EXPECT_EQ(parse_with("yarn_berry", "app/yarn.lock", "__metadata:\n  version: [\n").result.error().code, Code::kCorrupt);
  EXPECT_EQ(parse_with("pom", "app/pom.xml", "<project>").result.error().code, Code::kCorrupt);
  EXPECT_EQ(parse_with("pom", "app/pom.xml", "<html/>").result.error().message, "no Maven project");
}

TEST(DocumentLocks, TakeValuesOfAnyType) {
  constexpr std::string_view kWrong = "package = 7\npackages = {a = [1], b = 'x'}\ndeps = [[1], {uuid = 1}]\nmanifest_format = []\n";
  constexpr std::string_view kItems =
      "[[package]]\nname = ['a']\nversion = {x = 1}\nsource = 3\n[[packages]]\nname = 1\nversion = 2\n[[A]]\nuuid = 'x'\nversion = 3\n";
  for (const Reader& reader : kToml) {
    Parsed wrong = parse_with(reader.cataloger, reader.path, kWrong);
    EXPECT_TRUE(wrong.result && wrong.facts.packages.empty()) << reader.cataloger;
    Parsed items = parse_with(reader.cataloger, reader.path, kItems);
    EXPECT_TRUE(items.result && items.facts.packages.empty() && items.notes.size() == 1u) << reader.cataloger;
  }
  for (const Reader& reader : kYaml) {
    for (std::string_view text :
         {"packages: 7\n", "- packages\n", "packages: [1, [2], {completed: 3}]\n", "packages: {1: 2, [3]: {4: 5}}\n", ""}) {
      Parsed parsed = parse_with(reader.cataloger, reader.path, text);
      EXPECT_TRUE(parsed.result && parsed.facts.packages.empty()) << reader.cataloger << ": " << text;
    }
  }
}

TEST(DocumentLocks, RefuseBombs) {
  std::string nested_toml = "a = " + std::string(100'000, '[');
  std::string bomb = "a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n" +
                     repeat(11,
                            [](int i) {
                              std::string list = repeat(10, [&](int k) { return format("{}*a{}", k == 0 ? "" : ", ", i); });
                              return format("a{}: &a{} [{}]\n", i + 1, i + 1, list);
                            }) +
                     "__metadata: *a11\n";
  for (const Reader& reader : kToml) {
    EXPECT_EQ(parse_with(reader.cataloger, reader.path, nested_toml).result.error().code, Code::kLimit) << reader.cataloger;
  }
  for (const Reader& reader : kYaml) EXPECT_EQ(parse_with(reader.cataloger, reader.path, bomb).result.error().code, Code::kLimit);
  EXPECT_EQ(parse_with("yarn_berry", "app/yarn.lock", bomb).result.error().code, Code::kLimit);
  EXPECT_EQ(parse_with("pom", "app/pom.xml", "<!DOCTYPE project [<!ENTITY a 'b'>]><project>&a;</project>").result.error().code,
            Code::kUnsupported);
}

TEST(DocumentLocks, KeepTheNotesFew) {
  std::string packages = repeat(5000, [](int i) { return format("[[package]]\nname = 'a{}'\nsource = 'x'\n", i); });
  Parsed parsed = parse_with("cargo_lock", "app/Cargo.lock", packages);
  EXPECT_TRUE(parsed.result && parsed.facts.packages.empty());
  EXPECT_LT(parsed.notes.size(), 30u);
  parsed = parse_with("pom", "app/pom.xml", "<project>" + dependencies(5000, "${none}") + "</project>");
  EXPECT_TRUE(parsed.result && parsed.facts.packages.empty());
  EXPECT_LT(parsed.notes.size(), 30u);
}

TEST(DocumentLocks, ListManyPackages) {
  std::string crates = repeat(20'000, [](int i) { return format("[[package]]\nname = \"a{}\"\nversion = \"1\"\nsource = \"x\"\n\n", i); });
  EXPECT_EQ(parse_with("cargo_lock", "app/Cargo.lock", crates).facts.packages.size(), 20'000u);
  std::string pnpm = "lockfileVersion: '9.0'\npackages:\n" +
                     repeat(20'000, [](int i) { return format("  a{}@1.0.0:\n    resolution: {{integrity: sha512-0}}\n", i); });
  EXPECT_EQ(parse_with("pnpm_lock", "app/pnpm-lock.yaml", pnpm).facts.packages.size(), 20'000u);
}

TEST(Pom, NamesWhatItDoesNotKnow) {
  Parsed parsed = parse_with("pom", "app/pom.xml",
                             "<project>\n<groupId>g</groupId><artifactId>a</artifactId><version>1</version>\n"
                             "<licenses><license><name>Apache-2.0</name></license><license><name>Apache-2.0</name></license></licenses>\n" +
                                 dependencies(1, "${none}") + "</project>");
  ASSERT_TRUE(parsed.result);
  ASSERT_EQ(parsed.facts.packages.size(), 1u);
  EXPECT_EQ(parsed.facts.packages[0].licenses, std::vector<std::string>{"Apache-2.0"});
  ASSERT_EQ(parsed.notes.size(), 1u);
  EXPECT_EQ(parsed.notes[0].message, "line 4: dependency g:a0 is in no version that this file says");
}

// Properties that stand for others that stand for others: each lookup is paid for once for the whole file.
TEST(Pom, BoundsProperties) {
  std::string properties =
      "<properties>" +
      repeat(19, [](int i) { return format("<p{}>{}</p{}>", i, repeat(100, [&](int) { return format("${{p{}}}", i + 1); }), i); }) +
      "<p19>" + std::string(900, 'x') + "</p19></properties>";
  auto start = std::chrono::steady_clock::now();
  Parsed parsed = parse_with("pom", "app/pom.xml", "<project>" + properties + dependencies(20'000, "${p0}") + "</project>");
  EXPECT_TRUE(parsed.result && parsed.facts.packages.empty());
  parsed = parse_with("pom", "app/pom.xml", "<project><properties><a>${a}</a></properties>" + dependencies(1, "${a}") + "</project>");
  EXPECT_TRUE(parsed.result && parsed.facts.packages.empty() && parsed.notes.size() == 2u);
  EXPECT_LT(std::chrono::steady_clock::now() - start, std::chrono::seconds(10));
}

TEST(DocumentLocks, Fuzz) { REPLAY_CORPUS(document_locks_fuzz); }

}  // namespace
}  // namespace batten::packages
