// SPDX-License-Identifier: Apache-2.0
#include "match/match.h"

#include <gtest/gtest.h>

#include <map>

#include "base/time.h"
#include "match/range.h"

namespace batten::match {
namespace {

using model::Advisory;
using model::Severity;
using model::State;

// An advisory database in memory.
class Table final : public AdvisoryLookup {
 public:
  void add(const std::string& feed, Advisory row) { rows_[feed].push_back(std::move(row)); }
  std::map<std::string, model::Vulnerability> details;
  std::map<std::string, model::Epss> scores;
  std::map<std::string, model::KnownExploited> exploited;

  bool has(std::string_view feed) const override { return rows_.contains(std::string(feed)) || feed == "kev" || feed == "epss"; }
  bool has_ecosystem(std::string_view feed, std::string_view ecosystem) const override {
    auto at = rows_.find(std::string(feed));
    if (at == rows_.end()) return false;
    for (const Advisory& row : at->second) {
      if (row.ecosystem == ecosystem) return true;
    }
    return false;
  }
  Result<std::vector<Advisory>> advisories(std::string_view feed, std::string_view ecosystem, std::string_view package) const override {
    std::vector<Advisory> out;
    for (const Advisory& row : rows_.at(std::string(feed))) {
      if (row.ecosystem == ecosystem && row.package == package) out.push_back(row);
    }
    return out;
  }
  std::optional<model::Vulnerability> vulnerability(std::string_view, std::string_view id) const override {
    auto at = details.find(std::string(id));
    if (at == details.end()) return std::nullopt;
    return at->second;
  }
  std::optional<model::Epss> epss(std::string_view cve) const override {
    auto at = scores.find(std::string(cve));
    if (at == scores.end()) return std::nullopt;
    return at->second;
  }
  std::optional<model::KnownExploited> kev(std::string_view cve) const override {
    auto at = exploited.find(std::string(cve));
    if (at == exploited.end()) return std::nullopt;
    return at->second;
  }
  model::FeedInfo info(std::string_view feed) const override { return {std::string(feed), "2025-02-12", 1, ""}; }

 private:
  std::map<std::string, std::vector<Advisory>> rows_;
};

Advisory row(const std::string& ecosystem, const std::string& package, const std::string& id, const std::string& fixed,
             State state = State::kFixed) {
  Advisory out;
  out.ecosystem = ecosystem;
  out.package = package;
  out.vulnerability_id = id;
  out.record_id = id;
  out.state = state;
  out.ranges = {{"", fixed, ""}};
  return out;
}

model::Inventory inventory(const std::string& id, const std::string& version, const std::string& type, const std::string& name,
                           const std::string& package_version) {
  model::Inventory out;
  out.distro.id = id;
  out.distro.version_id = version;
  model::Package package;
  package.type = type;
  package.name = name;
  package.version = package_version;
  package.source_name = name;
  package.source_version = package_version;
  package.arch = type == "rpm" ? "x86_64" : "amd64";
  out.packages = {package};
  return out;
}

std::vector<std::string> findings(const model::Inventory& what, const Table& table, const Options& options = {}) {
  auto outcome = match(what, table, options);
  EXPECT_TRUE(outcome);
  std::vector<std::string> out;
  for (const model::Finding& finding : outcome->findings) {
    out.push_back(finding.id + " " + std::string(model::state_name(finding.state)) + " " +
                  (finding.fixed_version.empty() ? "-" : finding.fixed_version));
  }
  return out;
}

using Strings = std::vector<std::string>;

TEST(Match, DebianBySourcePackage) {
  Table table;
  table.add("debian", row("debian:12", "openssl", "CVE-1", "3.0.15-1"));
  table.add("debian", row("debian:12", "openssl", "CVE-2", "3.0.10-1"));
  table.add("debian", row("debian:12", "openssl", "CVE-3", "", State::kDeferred));
  table.add("debian", row("debian:12", "openssl", "CVE-4", "", State::kNotAffected));
  table.add("debian", row("debian:11", "openssl", "CVE-5", "9"));
  model::Inventory image = inventory("debian", "12", "deb", "libssl3", "3.0.11-1");
  image.packages[0].source_name = "openssl";
  EXPECT_EQ(findings(image, table), (Strings{"CVE-1 fixed 3.0.15-1", "CVE-3 deferred -"}));
}

TEST(Match, TheSourceVersionIsComparedNotTheBinaryOne) {
  Table table;
  table.add("debian", row("debian:12", "src", "CVE-1", "1.5"));
  model::Inventory image = inventory("debian", "12", "deb", "bin", "9:1.0+b1");
  image.packages[0].source_name = "src";
  image.packages[0].source_version = "1.4";
  EXPECT_EQ(findings(image, table), Strings{"CVE-1 fixed 1.5"});
}

TEST(Match, UbuntuProDecidesForItsOwnBuildsOnly) {
  Table table;
  table.add("ubuntu", row("ubuntu:18.04", "bash", "CVE-1", "", State::kAffected));
  table.add("ubuntu", row("ubuntu-pro:18.04", "bash", "CVE-1", "4.4-2+esm1"));
  table.add("ubuntu", row("ubuntu-pro:18.04", "bash", "CVE-2", "4.4-2+esm2"));
  auto plain = match(inventory("ubuntu", "18.04", "deb", "bash", "4.4-1"), table, {});
  ASSERT_TRUE(plain);
  ASSERT_EQ(plain->findings.size(), 2u);
  for (const auto& finding : plain->findings) {
    EXPECT_EQ(finding.state, State::kAffected) << finding.id;
    EXPECT_NE(finding.explanation.note.find("Ubuntu Pro"), std::string::npos) << finding.id;
    EXPECT_TRUE(finding.fixed_version.empty());
  }
  EXPECT_EQ(findings(inventory("ubuntu", "18.04", "deb", "bash", "4.4-2+esm1"), table), Strings{"CVE-2 fixed 4.4-2+esm2"});
}

TEST(Match, RpmFixesOfMinorReleases) {
  Table table;
  table.add("redhat", row("redhat:9", "openssl", "CVE-1", "1:3.0.7-18.el9_2"));
  table.add("redhat", row("redhat:9", "openssl", "CVE-1", "1:3.0.7-27.el9"));
  auto image = [](const char* version) { return inventory("rhel", "9.2", "rpm", "openssl", version); };
  EXPECT_EQ(findings(image("1:3.0.7-18.el9_2"), table), Strings{}) << "exactly at the fix of its own minor release";
  EXPECT_EQ(findings(image("1:3.0.7-16.el9_2"), table), Strings{"CVE-1 fixed 1:3.0.7-18.el9_2"});
  EXPECT_EQ(findings(image("1:3.0.7-20.el9"), table), Strings{"CVE-1 fixed 1:3.0.7-27.el9"})
      << "a fix of 9.2 says nothing about this build";
  EXPECT_EQ(findings(image("1:3.0.7-27.el9"), table), Strings{});
  EXPECT_EQ(findings(image("1:3.0.7-28.el9_4"), table), Strings{});
}

TEST(Match, RpmModulesAndArchitectures) {
  Table table;
  Advisory module = row("almalinux:8", "perl", "CVE-1", "4:5.30.1-9.module_el8+1");
  module.modularity = "perl:5.30";
  table.add("almalinux", module);
  Advisory other = row("almalinux:8", "perl", "CVE-2", "4:5.30.1-9.el8");
  other.arches = {"aarch64"};
  table.add("almalinux", other);
  model::Inventory image = inventory("almalinux", "8.9", "rpm", "perl", "4:5.26.3-1.el8");
  EXPECT_EQ(findings(image, table), Strings{});
  image.packages[0].modularity = "perl:5.30:8040020200:abc";
  EXPECT_EQ(findings(image, table), Strings{"CVE-1 fixed 4:5.30.1-9.module_el8+1"});
}

TEST(Match, SeverityAndItsSource) {
  Table table;
  table.add("alpine", row("alpine:3.20", "musl", "CVE-1", "2"));
  Advisory vendor = row("alpine:3.20", "musl", "CVE-2", "2");
  vendor.severity = Severity::kLow;
  table.add("alpine", vendor);
  table.details["CVE-1"].cvss = {{"2.0", "", 10.0, "nvd"}, {"3.1", "", 9.8, "nvd"}};
  table.details["CVE-2"].cvss = {{"3.1", "", 9.8, "nvd"}};
  table.scores["CVE-2"] = {0.9, 0.99};
  table.exploited["CVE-2"].date_added = "2024-01-01";
  auto outcome = match(inventory("alpine", "3.20.3", "apk", "musl", "1"), table, {});
  ASSERT_EQ(outcome->findings.size(), 2u);
  EXPECT_EQ(outcome->findings[0].id, "CVE-1");
  EXPECT_EQ(outcome->findings[0].severity, Severity::kCritical);
  EXPECT_EQ(outcome->findings[0].severity_source, "cvss:nvd");
  EXPECT_EQ(outcome->findings[1].severity, Severity::kLow);
  EXPECT_EQ(outcome->findings[1].severity_source, "alpine");
  EXPECT_EQ(outcome->findings[1].epss->score, 0.9);
  EXPECT_EQ(outcome->findings[1].kev->date_added, "2024-01-01");
  EXPECT_EQ(outcome->findings[0].explanation.range, "< 2");
}

TEST(Match, KernelHeadersRankLowAndSaySo) {
  Table table;
  Advisory kernel = row("debian:12", "linux", "CVE-1", "");
  kernel.severity = Severity::kCritical;
  table.add("debian", kernel);
  model::Inventory image = inventory("debian", "12", "deb", "linux-libc-dev", "6.1.1-1");
  image.packages[0].source_name = "linux";
  auto outcome = match(image, table, {});
  ASSERT_EQ(outcome->findings.size(), 1u);
  EXPECT_EQ(outcome->findings[0].severity, Severity::kNegligible);
  EXPECT_NE(outcome->findings[0].explanation.note.find("headers only"), std::string::npos);
}

TEST(Match, SilenceIsNeverAnAnswer) {
  Table table;
  table.add("debian", row("debian:12", "a", "CVE-1", "1"));
  auto skipped = [&](const model::Inventory& image) {
    auto outcome = match(image, table, {});
    for (const base::Note& note : outcome->notes) {
      if (note.kind == base::Note::Kind::kSkipped) return true;
    }
    return false;
  };
  EXPECT_FALSE(skipped(inventory("debian", "12", "deb", "b", "1")));
  EXPECT_TRUE(skipped(inventory("debian", "99", "deb", "b", "1"))) << "a release that the feed does not know";
  EXPECT_TRUE(skipped(inventory("slackware", "15", "deb", "b", "1"))) << "a distribution without a feed";
  EXPECT_TRUE(skipped(inventory("alpine", "3.20", "apk", "b", "1"))) << "a feed that is not there";
  EXPECT_TRUE(skipped(inventory("debian", "12", "npm", "b", "1"))) << "packages of another kind";
  model::Inventory empty;
  EXPECT_TRUE(skipped(empty));
}

TEST(Match, EndOfLifeIsTold) {
  Table table;
  table.add("debian", row("debian:10", "a", "CVE-1", "1"));
  Options options;
  options.date = *base::parse_time("2024-06-30");
  EXPECT_TRUE(match(inventory("debian", "10", "deb", "b", "1"), table, options)->notes.empty());
  options.date = *base::parse_time("2024-07-02");
  auto notes = match(inventory("debian", "10", "deb", "b", "1"), table, options)->notes;
  ASSERT_EQ(notes.size(), 1u);
  EXPECT_EQ(notes[0].where, "end of life");
}

TEST(Match, RepositoryUpdatesFillTheGaps) {
  Table table;
  table.add("debian", row("debian:12", "openssl", "CVE-1", "3.0.15-1"));
  std::vector<RepositoryUpdate> updates{{"openssl", "", "3.0.17-1", "amd64", "bookworm-security"},
                                        {"bash", "", "5.3", "amd64", "bookworm-security"}};
  Options options;
  options.updates = updates;
  options.repository = {"repository", "2026-01-01", 2, ""};
  EXPECT_EQ(findings(inventory("debian", "12", "deb", "openssl", "3.0.11-1"), table, options), Strings{"CVE-1 fixed 3.0.15-1"})
      << "already told by a feed";
  EXPECT_EQ(findings(inventory("debian", "12", "deb", "bash", "5.2"), table, options), Strings{"SECURITY-UPDATE:bash fixed 5.3"});
  EXPECT_EQ(findings(inventory("debian", "12", "deb", "bash", "5.3"), table, options), Strings{});
}

TEST(ReleaseLine, ReadsDistTags) {
  EXPECT_EQ(rpm_release_line("1:3.0.7-18.el9_2").minor, 2);
  EXPECT_EQ(rpm_release_line("3.0.7-18.el9").minor, -1);
  EXPECT_EQ(rpm_release_line("3.0.7-18.el8_10.1").minor, 10);
  EXPECT_EQ(rpm_release_line("5.30.1-1.module+el8.6.0+13733+7a6e5f9d").minor, 6);
  EXPECT_EQ(rpm_release_line("1.0-1.fc39").minor, -1);
}

}  // namespace
}  // namespace batten::match
