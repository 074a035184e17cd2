// SPDX-License-Identifier: Apache-2.0
//
// What the readers of language packages have in common: wrong, huge and hostile files.
#include <gtest/gtest.h>

#include <chrono>
#include <set>

#include "base/text.h"
#include "fuzz/replay.h"
#include "packages/jsonc.h"
#include "packages/package_list.h"
#include "packages/shared_data.h"

int lock_file_fuzz(const std::uint8_t* data, std::size_t size);

namespace batten::packages {
namespace {

struct Reader {
  std::string_view cataloger, path;
};

constexpr Reader kJson[] = {{"package_lock", "app/package-lock.json"},
                            {"node_modules", "app/node_modules/a/package.json"},
                            {"pipfile_lock", "app/Pipfile.lock"},
                            {"composer", "app/composer.lock"},
                            {"dotnet_deps", "app/a.deps.json"},
                            {"nuget_lock", "app/packages.lock.json"},
                            {"bun_lock", "app/bun.lock"},
                            {"conan_lock", "app/conan.lock"},
                            {"swift_resolved", "app/Package.resolved"},
                            {"renv_lock", "app/renv.lock"},
                            {"conda_meta", "opt/conda-meta/a.json"}};

constexpr Reader kLines[] = {{"yarn_lock", "app/yarn.lock"},
                             {"gemspec", "gems/specifications/a-1.gemspec"},
                             {"gemfile_lock", "app/Gemfile.lock"},
                             {"gradle_lock", "app/gradle.lockfile"},
                             {"mix_lock", "app/mix.lock"},
                             {"cabal_freeze", "app/cabal.project.freeze"},
                             {"go_mod", "app/go.mod"},
                             {"python_requirements", "app/requirements.txt"},
                             {"python_metadata", "lib/a-1.dist-info/METADATA"},
                             {"r_description", "usr/lib/R/library/a/DESCRIPTION"}};

std::string repeated(std::size_t count, const std::function<std::string(std::size_t)>& part) {
  std::string out;
  for (std::size_t i = 0; i < count; ++i) out += part(i);
  return out;
}

std::vector<std::string> found(const Parsed& parsed) {
  std::vector<std::string> out;
  for (const model::Package& package : parsed.facts.packages) out.push_back(package.name + " " + package.version);
  return out;
}

using Found = std::vector<std::string>;

}  // namespace

TEST(LockFiles, RefuseWhatIsNoSuchFile) {
  for (auto [cataloger, path] : kJson) {
    for (const std::string& content : {std::string(), std::string("7"), std::string("\"text\""), std::string("{\"packages\":"),
                                       std::string("{\"packages\":{\0}}", 15), std::string(100'000, '[')}) {
      EXPECT_FALSE(parse_with(cataloger, path, content).result) << cataloger << ": " << content.substr(0, 20);
    }
  }
  for (auto [cataloger, path] : kLines) {
    Parsed parsed = parse_with(cataloger, path, std::string_view("Name: a\nVersion: 1\0\n", 20));
    ASSERT_FALSE(parsed.result) << cataloger;
    EXPECT_EQ(parsed.result.error().code, Code::kCorrupt) << cataloger;
  }
}

// Every member that any of them looks for, with values of every wrong type: notes at most.
TEST(LockFiles, TakeWrongTypesForAbsent) {
  constexpr std::string_view kMembers[] = {"packages", "packages-dev", "dependencies", "default",      "libraries", "targets",
                                           "pins",     "object",       "requires",     "graph_lock",   "name",      "version",
                                           "Packages", "license",      "licenses",     "runtimeTarget"};
  constexpr std::string_view kValues[] = {
      "null", "7", "\"x\"", "[]", "{}", "[[],7,null,{\"a\":1}]", R"({"a":7,"b":[1],"c":null,"d":{"e":"f"}})"};
  for (auto [cataloger, path] : kJson) {
    for (std::string_view value : kValues) {
      std::string text = "{";
      for (std::string_view member : kMembers) text += format("{}\"{}\":{}", text.size() > 1 ? "," : "", member, value);
      Parsed parsed = parse_with(cataloger, path, text + "}");
      EXPECT_TRUE(parsed.result) << cataloger << " " << value;
      // "name" and "version" are texts once.
      bool named = value == "\"x\"" && (cataloger == "node_modules" || cataloger == "conda_meta");
      EXPECT_EQ(parsed.facts.packages.size(), named ? 1u : 0u) << cataloger << " " << value;
    }
  }
}

TEST(LockFiles, AreBoundedInDepth) {
  std::string text = R"({"dependencies":{"a":{"version":"1","dependencies":{"b":{"version":"2","dependencies":{"c":{"version":"3"}}}}}}})";
  EXPECT_EQ(found(parse_with("package_lock", "package-lock.json", text)), (Found{"a 1", "b 2", "c 3"}));
  std::string deep = "{" + repeated(5000, [](std::size_t) { return std::string(R"("dependencies":{"a":{)"); });
  deep += "\"version\":\"1\"" + std::string(10'001, '}');
  Parsed parsed = parse_with("package_lock", "package-lock.json", deep);
  ASSERT_FALSE(parsed.result);
  EXPECT_EQ(parsed.result.error().code, Code::kLimit);
}

TEST(LockFiles, ListManyPackagesQuickly) {
  constexpr std::size_t kMany = 100'000;
  auto begin = std::chrono::steady_clock::now();
  std::string npm =
      R"({"packages":{)" + repeated(kMany, [](std::size_t i) { return format(R"("node_modules/p{}":{{"version":"1.{}"}},)", i, i); });
  npm.back() = '}';
  EXPECT_EQ(parse_with("package_lock", "package-lock.json", npm + "}").facts.packages.size(), kMany);
  std::string yarn = repeated(kMany, [](std::size_t i) { return format("p{}@^1:\n  version \"1.0.0\"\n\n", i); });
  EXPECT_EQ(parse_with("yarn_lock", "yarn.lock", yarn).facts.packages.size(), kMany);
  std::string gems = "GEM\n  specs:\n" + repeated(kMany, [](std::size_t i) { return format("    p{} (1.0)\n", i); });
  EXPECT_EQ(parse_with("gemfile_lock", "Gemfile.lock", gems).facts.packages.size(), kMany);
  std::string go = "require (\n" + repeated(kMany, [](std::size_t i) { return format("a/p{} v1.0.0\n", i); }) + ")\n";
  EXPECT_EQ(parse_with("go_mod", "go.mod", go).facts.packages.size(), kMany);
  EXPECT_LT(std::chrono::steady_clock::now() - begin, std::chrono::seconds(20));
}

TEST(LockFiles, AreBoundedInNumber) {
  std::string text = repeated(PackageList::kMaxPackages + 100, [](std::size_t i) { return format("a:p{}:1\n", i); });
  Parsed parsed = parse_with("gradle_lock", "gradle.lockfile", text);
  EXPECT_EQ(parsed.facts.packages.size(), PackageList::kMaxPackages);
  EXPECT_EQ(parsed.notes.size(), 21u);
  // Each package keeps the path.
  std::string path = repeated(20'000, [](std::size_t) { return std::string("d/"); }) + "gradle.lockfile";
  parsed = parse_with("gradle_lock", path, text);
  EXPECT_LE(parsed.facts.packages.size() * path.size(), PackageList::kMaxPathBytes + 2 * path.size());
  EXPECT_FALSE(parsed.notes.empty());
}

TEST(LockFiles, ListEachVersionOnceAndNoteWhatIsWrong) {
  Parsed parsed = parse_with("package_lock", "app/package-lock.json",
                             R"({"packages":{"node_modules/a":{"version":"1"},"node_modules/b/node_modules/a":{"version":"1"},
"node_modules/c/node_modules/a":{"version":"2"},"node_modules/d":{},"node_modules/e\u0000f":{"version":"1"},"node_modules/":{"version":"1"},
"node_modules/g":{"version":"1\u001b[31m"}}})");
  ASSERT_TRUE(parsed.result);
  EXPECT_EQ(found(parsed), (Found{"a 1", "a 2"}));
  EXPECT_EQ(parsed.notes.size(), 4u);
  for (const base::Note& note : parsed.notes) EXPECT_EQ(note.where, "app/package-lock.json");
  std::string name(600, 'x');
  parsed = parse_with("gradle_lock", "gradle.lockfile", "a:" + name + ":1\n");
  EXPECT_TRUE(parsed.facts.packages.empty());
  EXPECT_EQ(parsed.notes.size(), 1u);
}

TEST(LockFiles, MayBeginWithAByteOrderMark) {
  EXPECT_EQ(found(parse_with("dotnet_deps", "a.deps.json", "\xef\xbb\xbf{\"libraries\":{\"A/1.0\":{\"type\":\"package\"}}}")),
            Found{"A 1.0"});
  EXPECT_EQ(found(parse_with("composer", "composer/installed.json", "\xef\xbb\xbf[{\"name\":\"a/b\",\"version\":\"1\"}]")), Found{"a/b 1"});
  EXPECT_EQ(found(parse_with("python_requirements", "requirements.txt",
                             "\xef\xbb\xbf"
                             "a==1\n")),
            Found{"a 1"});
}

TEST(LockFiles, OfOtherProjectsAreNoneOfTheImage) {
  EXPECT_TRUE(found(parse_with("yarn_lock", "app/node_modules/x/yarn.lock", "a@^1:\n  version \"1\"\n")).empty());
  EXPECT_TRUE(found(parse_with("go_mod", "usr/local/go/src/cmd/go/testdata/x/go.mod", "require a v1\n")).empty());
  EXPECT_TRUE(found(parse_with("go_mod", "usr/local/go/src/crypto/md5/_asm/go.mod", "require a v1\n")).empty());
  EXPECT_FALSE(found(parse_with("go_mod", "usr/local/src/go.mod", "require a v1\n")).empty());
  std::string npm = R"({"packages":{"node_modules/a":{"version":"1.0.0"}}})";
  EXPECT_FALSE(found(parse_with("package_lock", "usr/src/golang.org/x/telemetry/package-lock.json", npm)).empty());
  EXPECT_TRUE(found(parse_with("package_lock", "usr/src/vendor/golang.org/x/telemetry/package-lock.json", npm)).empty());
  EXPECT_TRUE(is_below("a/node_modules/b", "node_modules"));
  EXPECT_TRUE(is_below("vendor/b", "vendor"));
  EXPECT_FALSE(is_below("a/my_node_modules/b", "node_modules"));
  EXPECT_FALSE(is_below("a/node_modules.d/vendor", "vendor"));
  EXPECT_FALSE(is_below("vendor", "vendor"));
}

TEST(Jsonc, BecomesJson) {
  EXPECT_EQ(plain_json(R"({"a": 1, // one
})"),
            "{\"a\": 1        \n}");
  EXPECT_EQ(plain_json("[1,/* x */]"), "[1        ]");
  EXPECT_EQ(plain_json(R"(["//", "/*,]", "\",]",])"), R"(["//", "/*,]", "\",]" ])");
  EXPECT_EQ(plain_json("[1,,]"), "[1, ]");
  for (std::string_view broken : {"\"", "\"\\", "/", "/*", "/* *", "//", ",", "", "[,"})
    EXPECT_EQ(plain_json(broken).size(), broken.size());
}

TEST(PackagesFuzz, LockFile) { REPLAY_CORPUS(lock_file_fuzz); }

}  // namespace batten::packages
