// SPDX-License-Identifier: Apache-2.0
//
// Packages of programming languages: by the feed of their ecosystem, whatever the distribution.
#include <gtest/gtest.h>

#include "match/fake_lookup.h"
#include "match/match.h"

namespace batten::match {
namespace {

using fake::findings;
using fake::inventory;
using fake::Table;
using model::Advisory;
using model::State;

using Strings = std::vector<std::string>;

Advisory language_row(const std::string& type, const std::string& name, const std::string& id, const std::string& scheme,
                      model::VersionRange range) {
  Advisory out;
  out.vulnerability_id = id;
  out.record_id = "GHSA-of-" + id;
  out.ecosystem = type;
  out.package = name;
  out.scheme = scheme;
  out.state = range.fixed.empty() ? State::kAffected : State::kFixed;
  out.ranges = {std::move(range)};
  return out;
}

TEST(LanguageMatch, ByTheNameThatTheEcosystemMeans) {
  Table table;
  table.add("pypi", language_row("pypi", "ruamel-yaml", "CVE-1", "pep440", {.introduced = "", .fixed = "0.17.1", .last_affected = {}}));
  table.add("pypi", language_row("pypi", "ruamel-yaml", "CVE-2", "pep440", {.introduced = "0.18", .fixed = "0.19", .last_affected = {}}));
  table.add("npm", language_row("npm", "ruamel-yaml", "CVE-3", "npm", {.introduced = "", .fixed = "9.0.0", .last_affected = {}}));
  EXPECT_EQ(findings(inventory("", "", "pypi", "Ruamel.Yaml", "0.17rc1"), table), Strings{"CVE-1 fixed 0.17.1"});
  EXPECT_EQ(findings(inventory("", "", "pypi", "ruamel_yaml", "0.17.1"), table), Strings{});
}

TEST(LanguageMatch, VersionsAreOrderedByTheirOwnRules) {
  Table table;
  table.add("npm", language_row("npm", "x", "CVE-1", "npm", {.introduced = "1.0.0", .fixed = "1.10.0", .last_affected = {}}));
  table.add("golang", language_row("golang", "example.org/x", "CVE-2", "go", {.introduced = "", .fixed = "1.4.1", .last_affected = {}}));
  table.add("maven", language_row("maven", "g:a", "CVE-3", "maven", {.introduced = "", .fixed = {}, .last_affected = "1.1.3"}));
  EXPECT_EQ(findings(inventory("", "", "npm", "x", "1.9.0"), table), Strings{"CVE-1 fixed 1.10.0"});
  EXPECT_EQ(findings(inventory("", "", "npm", "x", "1.10.0"), table), Strings{});
  EXPECT_EQ(findings(inventory("", "", "golang", "example.org/x", "v1.4.0"), table), Strings{"CVE-2 fixed 1.4.1"});
  EXPECT_EQ(findings(inventory("", "", "golang", "example.org/x", "v1.4.1"), table), Strings{});
  EXPECT_EQ(findings(inventory("", "", "maven", "g:a", "1.1.3-alpha-1"), table), Strings{"CVE-3 affected -"});
  EXPECT_EQ(findings(inventory("", "", "maven", "g:a", "1.1.3.Final"), table), Strings{"CVE-3 affected -"});
  EXPECT_EQ(findings(inventory("", "", "maven", "g:a", "1.1.4"), table), Strings{});
}

TEST(LanguageMatch, WhatASystemPackageOwnsIsThatPackages) {
  Table table;
  table.add("pypi", language_row("pypi", "requests", "CVE-1", "pep440", {.introduced = "", .fixed = "2.31", .last_affected = {}}));
  table.add("debian", fake::row("debian:12", "requests", "CVE-1", "2.28.1+dfsg-1"));
  model::Inventory image = inventory("debian", "12", "deb", "python3-requests", "2.28.1+dfsg-1");
  image.packages[0].source_name = "requests";
  model::Package& python = image.packages.emplace_back();
  python.type = "pypi";
  python.name = "requests";
  python.version = "2.28.1";
  python.owner = "python3-requests";
  EXPECT_EQ(findings(image, table), Strings{}) << "Debian has fixed it without changing upstream's version";
  image.packages[1].owner.clear();
  EXPECT_EQ(findings(image, table), Strings{"CVE-1 fixed 2.31"}) << "installed beside it, by pip";
}

TEST(LanguageMatch, AModuleBuiltFromAFolderHasNoVersionToCompare) {
  Table table;
  table.add("golang", language_row("golang", "example.org/x", "CVE-1", "go", {.introduced = "0", .fixed = "1.4.1", .last_affected = {}}));
  EXPECT_EQ(findings(inventory("", "", "golang", "example.org/x", "v0.1.0"), table), Strings{"CVE-1 fixed 1.4.1"});
  auto outcome = match(inventory("", "", "golang", "example.org/x", "(devel)"), table, {});
  ASSERT_TRUE(outcome);
  EXPECT_TRUE(outcome->findings.empty());
  bool said = false;
  for (const base::Note& note : outcome->notes) said = said || note.message.starts_with("example.org/x in ");
  EXPECT_TRUE(said);
}

TEST(LanguageMatch, AFeedThatIsMissingIsNamed) {
  Table table;
  table.add("debian", fake::row("debian:12", "a", "CVE-1", "1"));
  auto outcome = match(inventory("", "", "npm", "x", "1.0.0"), table, {});
  ASSERT_TRUE(outcome);
  bool named = false;
  for (const base::Note& note : outcome->notes) {
    named = named || (note.kind == base::Note::Kind::kSkipped && note.message.contains("feed npm") && note.message.contains("1 packages"));
  }
  EXPECT_TRUE(named);
}

}  // namespace
}  // namespace batten::match
