// SPDX-License-Identifier: Apache-2.0
#include "match/match.h"

#include <gtest/gtest.h>

#include "base/time.h"
#include "match/fake_lookup.h"

namespace batten::match {
namespace {

using fake::findings;
using fake::inventory;
using fake::row;
using fake::Table;
using model::Advisory;
using model::Severity;
using model::State;

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

TEST(Match, SuseByReleaseAndSourcePackage) {
  Table table;
  Advisory leap = row("opensuse:15.4", "libnbd", "CVE-1", "1.9.3-150300.8.9.1");
  leap.scheme = "rpm";
  leap.by_source = true;
  table.add("suse", leap);
  Advisory server = row("sles:15.4", "libnbd", "CVE-2", "1.9.3-150300.8.9.1");
  server.scheme = "rpm";
  server.by_source = true;
  table.add("suse", server);
  model::Inventory image = inventory("opensuse-leap", "15.4", "rpm", "libnbd0", "1.9.3-150300.8.6.1");
  image.packages[0].source_name = "libnbd";
  EXPECT_EQ(findings(image, table), Strings{"CVE-1 fixed 1.9.3-150300.8.9.1"});
  image.distro.id = "sles";
  EXPECT_EQ(findings(image, table), Strings{"CVE-2 fixed 1.9.3-150300.8.9.1"});
  image.packages[0].version = image.packages[0].source_version = "1.9.3-150300.8.9.1";
  EXPECT_EQ(findings(image, table), Strings{});
}

TEST(Match, ScoresOfAVulnerabilityAndTheWordsOfItsErratum) {
  Table table;
  Advisory fix = row("sles:15.4", "libnbd0", "CVE-1", "2-1");
  fix.scheme = "rpm";
  fix.record_id = "SUSE-SU-1";
  table.add("suse", fix);
  model::Vulnerability scored;
  scored.id = "CVE-1";
  scored.cvss = {{.version = "3.1", .vector = "x", .score = 7.5, .source = "suse"}};
  table.details["CVE-1"] = scored;
  model::Vulnerability erratum;
  erratum.id = "SUSE-SU-1";
  erratum.aliases = {"CVE-1", "CVE-2"};
  erratum.title = "Security update for libnbd";
  table.details["SUSE-SU-1"] = erratum;
  auto outcome = match(inventory("sles", "15.4", "rpm", "libnbd0", "1-1"), table, {});
  ASSERT_TRUE(outcome && outcome->findings.size() == 1);
  EXPECT_EQ(outcome->findings[0].severity, Severity::kHigh);
  EXPECT_EQ(outcome->findings[0].title, "Security update for libnbd");
  EXPECT_EQ(outcome->findings[0].aliases, Strings{"SUSE-SU-1"}) << "not the other vulnerabilities of the erratum";
}

TEST(Match, WolfiAndChainguardHaveOneRelease) {
  Table table;
  for (const char* id : {"wolfi", "chainguard"}) {
    Advisory fix = row(id, "openssl", "CVE-1", "3.3.1-r4");
    fix.scheme = "apk";
    table.add(id, fix);
    EXPECT_EQ(findings(inventory(id, "20230201", "apk", "openssl", "3.3.1-r3"), table), Strings{"CVE-1 fixed 3.3.1-r4"}) << id;
    EXPECT_EQ(findings(inventory(id, "20230201", "apk", "openssl", "3.3.1-r4"), table), Strings{}) << id;
  }
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
  table.details["CVE-1"].cvss = {{"2.0", "", 10.0, "nvd"}, {"4.0", "", 6.9, "nvd"}, {"3.1", "", 9.8, "nvd"}};
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
  EXPECT_EQ(outcome->findings[0].severity_source, "batten: kernel headers only");
  EXPECT_NE(outcome->findings[0].explanation.note.find("headers only"), std::string::npos);
  Options vendor;
  vendor.rank_kernel_headers = false;
  EXPECT_EQ(match(image, table, vendor)->findings[0].severity, Severity::kCritical);
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

TEST(Match, UnknownReleasesAreCountedAndTheFeedSaysSo) {
  Table table;
  table.add("debian", row("debian:12", "a", "CVE-1", "1"));
  auto outcome = match(inventory("debian", "99", "deb", "b", "1"), table, {});
  ASSERT_EQ(outcome->notes.size(), 1u);
  EXPECT_EQ(outcome->notes[0].message,
            "feed debian has no advisories for debian:99: nothing can be said about the 1 packages of debian 99");
  EXPECT_EQ(outcome->feeds[0].problem, "does not know debian:99");
  outcome = match(inventory("alpine", "3.20.3", "apk", "b", "1"), table, {});
  EXPECT_EQ(outcome->feeds[0].name, "alpine");
  EXPECT_FALSE(outcome->feeds[0].problem.empty());
}

TEST(Match, DebianTestingFallsBackToItsCodename) {
  Table table;
  table.add("debian", row("debian:13", "a", "CVE-1", "2"));
  model::Inventory image = inventory("debian", "", "deb", "a", "1");
  image.distro.codename = "trixie";
  auto outcome = match(image, table, {});
  EXPECT_EQ(findings(image, table), Strings{"CVE-1 fixed 2"});
  ASSERT_EQ(outcome->notes.size(), 1u);
  EXPECT_EQ(outcome->notes[0].kind, base::Note::Kind::kDegraded);
  table.add("debian", row("debian:sid", "a", "CVE-2", "2"));
  EXPECT_EQ(findings(image, table), Strings{"CVE-2 fixed 2"}) << "what is said about unstable comes first";
}

TEST(Match, PackagesOfOthersAndWithoutVersionAreTold) {
  Table table;
  table.add("debian", row("debian:12", "nginx", "CVE-1", "2"));
  model::Inventory image = inventory("debian", "12", "deb", "nginx", "1");
  image.packages[0].origin = "nginx inc";
  image.packages.push_back(image.packages[0]);
  image.packages[1].version = image.packages[1].source_version = "";
  auto outcome = match(image, table, {});
  ASSERT_EQ(outcome->findings.size(), 1u) << "a package without a version is older than every fix";
  EXPECT_NE(outcome->findings[0].explanation.note.find("built by nginx inc, not by debian"), std::string::npos);
  ASSERT_EQ(outcome->notes.size(), 2u);
  EXPECT_EQ(outcome->notes[0].kind, base::Note::Kind::kSkipped);
  EXPECT_EQ(outcome->notes[1].kind, base::Note::Kind::kDegraded);
}

TEST(Match, WithoutAFixedVersionNothingIsKnownOfOtherBuilds) {
  Table table;
  table.add("debian", row("debian:12", "nodejs", "CVE-1", "", State::kAffected));
  table.add("debian", row("debian:12", "nodejs", "CVE-2", "99"));
  model::Inventory foreign = inventory("debian", "12", "deb", "nodejs", "20.20.2-1nodesource1");
  EXPECT_EQ(findings(foreign, table), (std::vector<std::string>{"CVE-1 affected -", "CVE-2 fixed 99"}));
  foreign.packages[0].origin = "NodeSource";
  EXPECT_EQ(findings(foreign, table), (std::vector<std::string>{"CVE-1 under-investigation -", "CVE-2 fixed 99"}));
}

TEST(Match, SeveralRowsOfOneVulnerability) {
  Table table;
  model::Advisory old = row("debian:12", "a", "CVE-1", "", State::kAffected);
  old.record_id = "OLD";
  table.add("debian", old);
  table.add("debian", row("debian:12", "a", "CVE-1", "1.2"));
  EXPECT_EQ(findings(inventory("debian", "12", "deb", "a", "1.1"), table), Strings{"CVE-1 fixed 1.2"});
  EXPECT_EQ(findings(inventory("debian", "12", "deb", "a", "1.2"), table), Strings{}) << "the fix is installed, whatever an older row says";
  table.add("debian", row("debian:12", "a", "CVE-1", "1.4"));
  EXPECT_EQ(findings(inventory("debian", "12", "deb", "a", "1.2"), table), Strings{"CVE-1 fixed 1.4"}) << "the first fix was not whole";
}

TEST(Match, AnErratumAndItsCveAreOneFinding) {
  Table table;
  table.add("debian", row("debian:12", "a", "CVE-1", "", State::kAffected));
  table.add("debian", row("debian:12", "a", "DSA-1-1", "1.2"));
  table.details["DSA-1-1"].aliases = {"CVE-1"};
  EXPECT_EQ(findings(inventory("debian", "12", "deb", "a", "1.1"), table), Strings{"CVE-1 fixed 1.2"});
}

TEST(Match, NotAffectedOnRequest) {
  Table table;
  table.add("debian", row("debian:12", "a", "CVE-1", "1.0"));
  table.add("debian", row("debian:12", "a", "CVE-2", "", State::kNotAffected));
  table.add("almalinux", row("almalinux:9", "a", "CVE-3", "1-1.el9"));
  Options all;
  all.include_not_affected = true;
  EXPECT_EQ(findings(inventory("debian", "12", "deb", "a", "1.1"), table), Strings{});
  EXPECT_EQ(findings(inventory("debian", "12", "deb", "a", "1.1"), table, all), (Strings{"CVE-1 not-affected -", "CVE-2 not-affected -"}));
  EXPECT_EQ(findings(inventory("almalinux", "9.4", "rpm", "a", "1-2.el9"), table, all), Strings{"CVE-3 not-affected -"});
}

TEST(Match, StatesStayApart) {
  Table table;
  for (State state : {State::kAffected, State::kWontFix, State::kDeferred, State::kUnderInvestigation, State::kEndOfLife})
    table.add("debian", row("debian:12", "a", "CVE-" + std::to_string(static_cast<int>(state)), "", state));
  EXPECT_EQ(findings(inventory("debian", "12", "deb", "a", "1"), table),
            (Strings{"CVE-1 affected -", "CVE-2 wont-fix -", "CVE-3 deferred -", "CVE-5 under-investigation -", "CVE-6 end-of-life -"}));
}

TEST(Match, AnErratumsScoreIsUsedAndNamed) {
  Table table;
  model::Advisory fixed = row("redhat:9", "a", "CVE-1", "1-2.el9");
  fixed.record_id = "RHSA-1";
  table.add("redhat", fixed);
  table.details["RHSA-1"].title = "a security update";
  table.details["RHSA-1"].aliases = {"CVE-1", "CVE-2"};
  table.details["RHSA-1"].cvss = {{"3.1", "", 7.5, "redhat"}};
  auto outcome = match(inventory("rhel", "9.4", "rpm", "a", "1-1.el9"), table, {});
  ASSERT_EQ(outcome->findings.size(), 1u);
  const model::Finding& finding = outcome->findings[0];
  EXPECT_EQ(finding.severity, Severity::kHigh);
  EXPECT_EQ(finding.severity_source, "cvss:redhat");
  EXPECT_EQ(finding.title, "a security update");
  EXPECT_EQ(finding.aliases, Strings{"RHSA-1"}) << "CVE-2 is another vulnerability";
  EXPECT_TRUE(finding.cvss.empty());
  EXPECT_EQ(finding.explanation.note, "severity of RHSA-1, which is about 2 vulnerabilities");
}

TEST(Match, CentosIsSaidToBeApproximate) {
  Table table;
  table.add("redhat", row("redhat:9", "a", "CVE-1", "1-2.el9"));
  auto outcome = match(inventory("centos", "9", "rpm", "a", "1-1.el9"), table, {});
  EXPECT_EQ(outcome->findings.size(), 1u);
  ASSERT_EQ(outcome->notes.size(), 1u);
  EXPECT_EQ(outcome->notes[0].kind, base::Note::Kind::kDegraded);
}

TEST(Match, AlpineEdgeAndReleases) {
  Table table;
  table.add("alpine", row("alpine:edge", "a", "CVE-1", "2"));
  table.add("alpine", row("alpine:3.20", "a", "CVE-2", "2"));
  EXPECT_EQ(findings(inventory("alpine", "3.20.3", "apk", "a", "1"), table), Strings{"CVE-2 fixed 2"});
  EXPECT_EQ(findings(inventory("alpine", "3.21.0_alpha20240923", "apk", "a", "1"), table), Strings{"CVE-1 fixed 2"});
}

TEST(Match, SortedBySeverityIdAndPackage) {
  Table table;
  auto add = [&](const std::string& package, const std::string& id, Severity severity) {
    model::Advisory one = row("debian:12", package, id, "9");
    one.severity = severity;
    table.add("debian", one);
  };
  model::Inventory image = inventory("debian", "12", "deb", "b", "1");
  image.packages.push_back(image.packages[0]);
  image.packages[1].name = image.packages[1].source_name = "a";
  add("b", "CVE-2", Severity::kLow);
  add("b", "CVE-1", Severity::kLow);
  add("a", "CVE-2", Severity::kLow);
  add("a", "CVE-9", Severity::kCritical);
  auto outcome = match(image, table, {});
  Strings order;
  for (const auto& finding : outcome->findings) order.push_back(finding.id + " " + image.packages[finding.package_index].name);
  EXPECT_EQ(order, (Strings{"CVE-9 a", "CVE-1 b", "CVE-2 a", "CVE-2 b"}));
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
  model::Inventory image = inventory("debian", "12", "deb", "bash", "5.2");
  image.packages[0].arch = "arm64";
  EXPECT_EQ(findings(image, table, options), Strings{}) << "an update for another architecture";
  auto outcome = match(inventory("debian", "12", "deb", "bash", "5.2"), table, options);
  EXPECT_EQ(outcome->findings[0].title, "a security update is available: bash 5.2 -> 5.3");
  EXPECT_EQ(outcome->findings[0].explanation.feed, "repository");
  EXPECT_EQ(outcome->findings[0].severity, Severity::kUnknown);
}

}  // namespace
}  // namespace batten::match
