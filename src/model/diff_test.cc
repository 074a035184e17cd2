// SPDX-License-Identifier: Apache-2.0
#include "model/diff.h"

#include <gtest/gtest.h>

#include <algorithm>

namespace batten::model {
namespace {

// Versions here are single digits.
std::strong_ordering by_text(std::string_view, std::string_view left, std::string_view right) { return left <=> right; }

void add_package(Report& report, std::string type, std::string name, std::string version, std::string place = "var/lib/dpkg/status") {
  Package& package = report.packages.emplace_back();
  package.type = std::move(type);
  package.name = std::move(name);
  package.version = std::move(version);
  package.location.path = std::move(place);
}

Finding& add_finding(Report& report, std::string id, std::size_t package, Severity severity = Severity::kHigh) {
  Finding& finding = report.findings.emplace_back();
  finding.id = std::move(id);
  finding.package_index = package;
  finding.severity = severity;
  return finding;
}

std::string text_of(const Diff& diff, const Report& before, const Report& after) {
  std::string out;
  for (const PackageChange& change : diff.packages) {
    out += std::string(change_name(change.change)) + " ";
    if (change.before) out += before.packages[*change.before].name + " " + before.packages[*change.before].version + " ";
    if (change.after) out += after.packages[*change.after].name + " " + after.packages[*change.after].version + " ";
    out += std::string(direction_name(change.version)) + (change.licenses ? " licences" : "") + "\n";
  }
  for (const FindingChange& change : diff.findings) {
    out += std::string(change_name(change.change)) + " " + (change.before ? before.findings[*change.before].id : "-") + " " +
           (change.after ? after.findings[*change.after].id : "-") + (change.severity ? " severity" : "") + (change.state ? " state" : "") +
           (change.fixed_version ? " fixed" : "") + "\n";
  }
  return out;
}

TEST(Diff, VersionsAreOrderedByTheSchemeOfTheirType) {
  static std::vector<std::string> asked;
  asked.clear();
  Report before, after;
  for (const char* type : {"cargo", "composer", "deb", "golang", "npm", "pypi"}) {
    add_package(before, type, "x", "1", "place");
    add_package(after, type, "x", "2", "place");
  }
  (void)compare(before, after, [](std::string_view scheme, std::string_view left, std::string_view right) {
    asked.emplace_back(scheme);
    return left <=> right;
  });
  std::ranges::sort(asked);
  asked.erase(std::unique(asked.begin(), asked.end()), asked.end());
  EXPECT_EQ(asked, (std::vector<std::string>{"dpkg", "go", "npm", "packagist", "pep440", "semver"}));
}

TEST(Diff, PackagesComeGoAndChange) {
  Report before, after;
  for (const char* name : {"gone", "same", "up", "down", "licence"}) add_package(before, "deb", name, "5");
  before.packages.back().licenses = {"GPL-2"};
  before.packages[1].licenses = {"GPL-2"};
  add_package(after, "deb", "new", "1");
  add_package(after, "deb", "same", "5");
  add_package(after, "deb", "up", "6");
  add_package(after, "deb", "down", "4");
  add_package(after, "deb", "licence", "5");
  after.packages.back().licenses = {"MIT"};
  Diff diff = compare(before, after, by_text);
  EXPECT_EQ(
      text_of(diff, before, after),
      "changed down 5 down 4 down\nwent gone 5 same\nchanged licence 5 licence 5 same licences\ncame new 1 same\nchanged up 5 up 6 up\n");
  EXPECT_EQ(diff.same_packages, 1u);
  EXPECT_EQ(compare(before, after, nullptr).packages[0].version, Direction::kOther);
}

TEST(Diff, ArchitectureAndPlaceTellPackagesApart) {
  Report before, after;
  add_package(before, "deb", "a", "1");
  add_package(after, "deb", "a", "1", "elsewhere");
  add_package(before, "npm", "b", "1", "x/package.json");
  add_package(after, "npm", "b", "1", "y/package.json");
  EXPECT_EQ(text_of(compare(before, after, by_text), before, after), "went b 1 same\ncame b 1 same\n");
  after.packages[1].location.path.clear();
  EXPECT_EQ(text_of(compare(before, after, by_text), before, after), "") << "without places, the name must do";
  before.packages[0].arch = "amd64";
  after.packages[0].arch = "arm64";
  EXPECT_EQ(text_of(compare(before, after, by_text), before, after), "went a 1 same\ncame a 1 same\n");
}

TEST(Diff, SeveralOfOneName) {
  Report before, after;
  for (const char* version : {"3", "1", "2"}) add_package(before, "rpm", "kernel", version);
  for (const char* version : {"4", "2", "3", "5"}) add_package(after, "rpm", "kernel", version);
  Diff diff = compare(before, after, by_text);
  EXPECT_EQ(text_of(diff, before, after), "changed kernel 1 kernel 4 up\ncame kernel 5 same\n");
  EXPECT_EQ(diff.same_packages, 2u);
}

TEST(Diff, FindingsComeGoAndChange) {
  Report before, after;
  add_package(before, "deb", "a", "1");
  add_package(after, "deb", "other", "1");
  add_package(after, "deb", "a", "2");
  add_finding(before, "CVE-1", 0);
  add_finding(before, "CVE-2", 0);
  add_finding(before, "CVE-3", 0);
  add_finding(after, "CVE-2", 1);
  add_finding(after, "CVE-3", 1, Severity::kLow).fixed_version = "3";
  add_finding(after, "CVE-4", 1, Severity::kLow);
  add_finding(after, "CVE-5", 1, Severity::kCritical);
  Diff diff = compare(before, after, by_text);
  diff.packages.clear();
  EXPECT_EQ(text_of(diff, before, after), "came - CVE-5\ncame - CVE-4\nwent CVE-1 -\nchanged CVE-3 CVE-3 severity fixed\n");
  EXPECT_EQ(diff.same_findings, 1u);
}

TEST(Diff, WhatDoesNotCountIsNotThere) {
  Report before, after;
  add_package(before, "deb", "a", "1");
  add_package(after, "deb", "a", "1");
  add_finding(before, "CVE-1", 0);
  add_finding(after, "CVE-1", 0).suppressed_by = "looked at";
  add_finding(before, "CVE-2", 0).state = State::kNotAffected;
  add_finding(after, "CVE-2", 0);
  add_finding(before, "CVE-3", 0).suppressed_by = "looked at";
  Diff diff = compare(before, after, by_text);
  EXPECT_EQ(text_of(diff, before, after), "came CVE-2 CVE-2\nwent CVE-1 CVE-1\n");
}

TEST(Diff, OfItselfIsNothing) {
  Report report;
  add_package(report, "deb", "a", "1");
  add_package(report, "deb", "a", "1");
  add_finding(report, "CVE-1", 0);
  add_finding(report, "CVE-1", 1);
  Diff diff = compare(report, report, by_text);
  EXPECT_TRUE(diff.packages.empty() && diff.findings.empty());
  EXPECT_EQ(diff.same_packages, 2u);
  EXPECT_EQ(diff.same_findings, 2u);
}

}  // namespace
}  // namespace batten::model
