// SPDX-License-Identifier: Apache-2.0
//
// apk databases of real images, and broken ones.
#include <gtest/gtest.h>

#include <algorithm>
#include <map>
#include <set>

#include "base/json.h"
#include "base/process.h"
#include "base/text.h"
#include "packages/shared_data.h"

namespace batten::packages {
namespace {

constexpr std::string_view kInstalled = "lib/apk/db/installed";

// A member of a tar.gz; empty when tar or the file is missing.
std::string member(const std::string& archive, const std::string& name) {
  auto ran = base::run_process({"tar", "-xzOf", archive, name}, "", std::chrono::seconds(60), 64u << 20);
  return ran ? ran->out : std::string();
}

}  // namespace

// Counted in the plainest way: the P: and R: lines of the file.
TEST(Apk, ListsEveryPackageOfTheAlpineImages) {
  constexpr std::pair<const char*, const char*> kImages[] = {{"3.8.5-x86_64", "3.8.5"},
                                                             {"3.10.9-x86_64", "3.10.9"},
                                                             {"3.14.10-x86_64", "3.14.10"},
                                                             {"3.17.10-x86_64", "3.17.10"},
                                                             {"3.20.3-x86_64", "3.20.3"},
                                                             {"3.20.3-aarch64", "3.20.3"},
                                                             {"20240923-x86_64", "3.21.0_alpha20240923"}};
  for (auto [image, version] : kImages) {
    SCOPED_TRACE(image);
    std::string archive = shared_path(format("images/alpine/alpine-minirootfs-{}.tar.gz", image));
    if (!base::is_regular_file(archive)) GTEST_SKIP() << "apk databases of Alpine images: no shared data";
    std::string database = member(archive, "./lib/apk/db/installed");
    Parsed parsed = parse_with("apk", kInstalled, database);
    ASSERT_TRUE(parsed.result);
    EXPECT_TRUE(parsed.notes.empty());
    std::multiset<std::string> ours, theirs;
    std::size_t files = 0, file_lines = 0;
    std::string name;
    base::each_line(database, [&](std::string_view line) {
      if (line.starts_with("P:")) name = line.substr(2);
      if (line.starts_with("V:")) theirs.insert(format("{} {}", name, line.substr(2)));
      if (line.starts_with("R:")) ++file_lines;
    });
    for (const model::Package& package : parsed.facts.packages) {
      ours.insert(package.name + " " + package.version);
      files += package.files.size();
      EXPECT_FALSE(package.source_name.empty() || package.licenses.empty() || package.arch.empty()) << package.name;
    }
    EXPECT_EQ(ours, theirs);
    EXPECT_GE(ours.size(), 13u);
    EXPECT_EQ(files, file_lines);
    Parsed release =
        parse_with("os_release", "etc/os-release", member(archive, "./etc/os-release") + member(archive, "./usr/lib/os-release"));
    ASSERT_TRUE(release.facts.distro);
    EXPECT_EQ(release.facts.distro->id, "alpine");
    EXPECT_EQ(release.facts.distro->version_id, version);
    Parsed repositories = parse_with("apk_repositories", "etc/apk/repositories", member(archive, "./etc/apk/repositories"));
    EXPECT_GE(repositories.facts.repositories.size(), 2u);
  }
}

// The inventory of the same image by another tool, with source packages and licences.
TEST(Apk, AgreesWithAnInventoryOfAlpine310) {
  auto inventory = shared_file("images/inventories/trivy-alpine-310.json");
  std::string archive = shared_path("images/alpine/alpine-minirootfs-3.10.3-x86_64.tar.gz");
  if (!inventory || !base::is_regular_file(archive)) GTEST_SKIP() << "apk against an inventory: no shared data";
  Parsed parsed = parse_with("apk", kInstalled, member(archive, "./lib/apk/db/installed"));
  std::map<std::string, const model::Package*> ours;
  for (const model::Package& package : parsed.facts.packages) ours[package.name] = &package;
  auto document = json::Document::parse(*inventory);
  ASSERT_TRUE(document);
  std::size_t same_version = 0, count = 0;
  document->root().each([&](json::View item) {
    ++count;
    auto found = ours.find(std::string(item["Name"].string()));
    if (found == ours.end()) {
      ADD_FAILURE() << item["Name"].string();
      return;
    }
    EXPECT_EQ(found->second->source_name, item["SrcName"].string());
    EXPECT_EQ(found->second->arch, item["Arch"].string());
    same_version += found->second->version == item["Version"].string() ? 1u : 0u;
  });
  EXPECT_EQ(count, parsed.facts.packages.size());
  EXPECT_GE(same_version, count / 2);  // the inventory was made of another patch release
}

TEST(Apk, ReadsTheDatabasesOfOthers) {
  auto scalibr = shared_file("images/apk/scalibr-installed");
  auto syft = shared_file("images/apk/syft-multiple-installed");
  if (!scalibr || !syft) GTEST_SKIP() << "apk databases: no shared data";
  for (const std::string* text : {&*scalibr, &*syft}) {
    Parsed parsed = parse_with("apk", kInstalled, *text);
    ASSERT_TRUE(parsed.result);
    EXPECT_TRUE(parsed.notes.empty()) << parsed.notes[0].message;
    std::size_t names = text->starts_with("P:") ? 1 : 0;
    for (std::size_t at = text->find("\nP:"); at != std::string::npos; at = text->find("\nP:", at + 1)) ++names;
    EXPECT_EQ(parsed.facts.packages.size(), names);
    EXPECT_GT(names, 0u);
  }
}

TEST(Apk, KeepsOriginLicenceAndFiles) {
  Parsed parsed =
      parse_with("apk", kInstalled,
                 "P:libssl3\nV:3.3.2-r0\nA:aarch64\nL:Apache-2.0\no:openssl\nm:A <a@b>\nF:\nR:top\nF:usr/lib\nR:libssl.so.3\nF:empty\n");
  ASSERT_EQ(parsed.facts.packages.size(), 1u);
  const model::Package& package = parsed.facts.packages[0];
  EXPECT_EQ(package.source_name, "openssl");
  EXPECT_EQ(package.source_version, "3.3.2-r0");
  EXPECT_EQ(package.maintainer, "A <a@b>");
  EXPECT_EQ(package.licenses, std::vector<std::string>{"Apache-2.0"});
  EXPECT_EQ(package.files, (std::vector<std::string>{"top", "usr/lib/libssl.so.3"}));
}

TEST(Apk, NamesABrokenBlockAndGoesOn) {
  Parsed parsed = parse_with("apk", kInstalled, "P:a\nV:1\n\nP:b\n\ngarbage\nP:c\nV:3\n\nV:4\n");
  ASSERT_TRUE(parsed.result);
  ASSERT_EQ(parsed.facts.packages.size(), 2u);
  EXPECT_EQ(parsed.facts.packages[1].name, "c");
  ASSERT_EQ(parsed.notes.size(), 3u);
  EXPECT_EQ(parsed.notes[0].message, "block at line 4: package b has no version (V:)");
  EXPECT_EQ(parsed.notes[1].message, "line 6: no 'X:value' field");
  EXPECT_EQ(parsed.notes[2].message, "block at line 10: no package name (P:)");
}

// A megabyte of directory name before many short file names must not become gigabytes.
TEST(Apk, BoundsWhatFileNamesBecome) {
  std::string text = "P:a\nV:1\nF:" + std::string(1u << 20, 'd') + "\n";
  for (int i = 0; i < 2000; ++i) text += format("R:{}\n", i);
  Parsed parsed = parse_with("apk", kInstalled, text);
  ASSERT_EQ(parsed.facts.packages.size(), 1u);
  EXPECT_LE(parsed.facts.packages[0].files.size(), 128u);
  EXPECT_FALSE(parsed.notes.empty());
}

}  // namespace batten::packages
