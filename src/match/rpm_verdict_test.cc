// SPDX-License-Identifier: Apache-2.0
//
// Minor releases and support streams, mostly with the fixes that Red Hat really published.
#include "match/rpm_verdict.h"

#include <gtest/gtest.h>

#include "match/fake_lookup.h"
#include "match/release_line.h"

namespace batten::match {
namespace {

using fake::findings;
using fake::inventory;
using fake::Table;
using Strings = std::vector<std::string>;

model::Advisory fix(const std::string& version, const std::string& cpe = "", const std::string& id = "CVE-1") {
  model::Advisory out = fake::row("redhat:9", "pkg", id, version);
  if (!cpe.empty()) out.cpes = {"cpe:/o:redhat:" + cpe + "::baseos"};
  return out;
}
constexpr const char* kMain = "enterprise_linux:9";

Strings of(const std::vector<model::Advisory>& rows, const char* release, const char* version) {
  Table table;
  for (const model::Advisory& row : rows) table.add("redhat", row);
  return findings(inventory("rhel", release, "rpm", "pkg", version), table);
}

TEST(RpmVerdict, AtTheFixOfItsOwnStreamIsFixed) {
  // openssl, CVE-2023-5363: RHSA-2024:0310 for 9.3, RHSA-2024:0500 for 9.2 EUS.
  std::vector<model::Advisory> rows{fix("1:3.0.7-25.el9_3", kMain), fix("1:3.0.7-18.el9_2", "rhel_eus:9.2")};
  EXPECT_EQ(of(rows, "9.2", "1:3.0.7-18.el9_2"), Strings{});
  EXPECT_EQ(of(rows, "9.2", "1:3.0.7-16.el9_2"), Strings{"CVE-1 fixed 1:3.0.7-18.el9_2"});
  EXPECT_EQ(of(rows, "9.3", "1:3.0.7-25.el9_3"), Strings{});
  EXPECT_EQ(of(rows, "9.4", "1:3.0.7-27.el9"), Strings{}) << "a later build of the main stream";
  EXPECT_EQ(of(rows, "9.4", "1:3.0.7-28.el9_4"), Strings{});
  EXPECT_EQ(of(rows, "9.3", "1:3.0.7-24.el9"), Strings{"CVE-1 fixed 1:3.0.7-25.el9_3"}) << "the fix of 9.2 EUS says nothing about 9.3";
  EXPECT_EQ(of(rows, "9.5", "1:3.0.7-18.el9_2"), Strings{}) << "a fixed build of 9.2 on a later release";
  EXPECT_EQ(of(rows, "9.5", "1:3.0.7-16.el9_2"), Strings{"CVE-1 fixed 1:3.0.7-25.el9_3"}) << "the update that 9.5 offers";
  EXPECT_EQ(of(rows, "9.0", "1:3.0.1-47.el9_0"), Strings{"CVE-1 fixed 1:3.0.7-18.el9_2"}) << "no fix for 9.0: the nearest later one";
}

TEST(RpmVerdict, AFixWithoutMinorReleaseIsOfTheMainStream) {
  // webkit2gtk3, CVE-2022-32885: an update of 9.2, and the first build of 9.3; 9.0 EUS and 9.2 EUS got a much newer one.
  std::vector<model::Advisory> rows{fix("0:2.38.5-1.el9_2.3", kMain), fix("0:2.40.5-1.el9", kMain), fix("0:2.46.1-1.el9_0", "rhel_eus:9.0"),
                                    fix("0:2.46.1-1.el9_2", "rhel_eus:9.2")};
  EXPECT_EQ(of(rows, "9.2", "2.38.5-1.el9_2.3"), Strings{}) << "comparing with the highest fix would call it vulnerable";
  EXPECT_EQ(of(rows, "9.3", "2.40.5-1.el9"), Strings{});
  EXPECT_EQ(of(rows, "9.3", "2.40.5-1.el9_3.1"), Strings{});
  EXPECT_EQ(of(rows, "9.2", "2.38.5-1.el9"), Strings{"CVE-1 fixed 0:2.38.5-1.el9_2.3"});
  EXPECT_EQ(of(rows, "9.0", "2.36.7-1.el9_0"), Strings{"CVE-1 fixed 0:2.46.1-1.el9_0"});
}

TEST(RpmVerdict, SupportStreamsOfOtherMinorReleasesDoNotDecide) {
  std::vector<model::Advisory> rows{fix("1-3.el9_4", "rhel_eus:9.4"), fix("1-10.el9", kMain)};
  EXPECT_EQ(of(rows, "9.6", "1-5.el9_6"), Strings{"CVE-1 fixed 1-10.el9"}) << "higher than the fix of 9.4 EUS, but 9.6 never had it";
  EXPECT_EQ(of(rows, "9.6", "1-12.el9_6"), Strings{});
  EXPECT_EQ(of(rows, "9.6", "1-3.el9_4"), Strings{});
  EXPECT_EQ(of({fix("1-3.el9_4", "rhel_eus:9.4")}, "9.6", "1-5.el9_6"), Strings{}) << "unless there is nothing else";
  EXPECT_EQ(of({fix("1-3.el9_4", "rhel_eus:9.4")}, "9.6", "1-2.el9"), Strings{"CVE-1 fixed 1-3.el9_4"});
}

TEST(RpmVerdict, AnyFixOfTheLineIsEnough) {
  // An erratum may name a vulnerability again that an earlier one of the same line has repaired.
  std::vector<model::Advisory> rows{fix("6.0.22-1.el9_2", kMain), fix("6.0.24-1.el9_2", kMain)};
  EXPECT_EQ(of(rows, "9.2", "6.0.22-1.el9_2"), Strings{});
  EXPECT_EQ(of(rows, "9.2", "6.0.21-1.el9_2"), Strings{"CVE-1 fixed 6.0.22-1.el9_2"});
}

TEST(RpmVerdict, WithoutCpesEverythingIsMainStream) {
  std::vector<model::Advisory> rows{fix("1:3.0.7-18.el9_2"), fix("1:3.0.7-27.el9")};
  EXPECT_EQ(of(rows, "9.2", "1:3.0.7-18.el9_2"), Strings{}) << "exactly at the fix of its own minor release";
  EXPECT_EQ(of(rows, "9.2", "1:3.0.7-16.el9_2"), Strings{"CVE-1 fixed 1:3.0.7-18.el9_2"});
  EXPECT_EQ(of(rows, "9.2", "1:3.0.7-20.el9"), Strings{"CVE-1 fixed 1:3.0.7-27.el9"})
      << "a build of no minor release: its own line decides";
  EXPECT_EQ(of(rows, "9.4", "1:3.0.7-27.el9"), Strings{});
  EXPECT_EQ(of(rows, "9.4", "1:3.0.7-28.el9_4"), Strings{});
}

TEST(RpmVerdict, OnlyLaterFixes) {
  std::vector<model::Advisory> rows{fix("1-9.el9_5", kMain)};
  EXPECT_EQ(of(rows, "9.2", "1-4.el9_2"), Strings{"CVE-1 fixed 1-9.el9_5"});
  EXPECT_EQ(of(rows, "9.2", "1-11.el9_2"), Strings{}) << "newer than the only fix there is";
  EXPECT_EQ(of(rows, "9", "1-8.el9"), Strings{"CVE-1 fixed 1-9.el9_5"}) << "the minor release is not known";
  EXPECT_EQ(of(rows, "9", "1-10.el9"), Strings{});
}

TEST(RpmVerdict, OpenVulnerabilities) {
  model::Advisory open = fix("", kMain);
  open.ranges.clear();
  open.state = model::State::kWontFix;
  EXPECT_EQ(of({open}, "9.4", "1-1.el9"), Strings{"CVE-1 wont-fix -"});
  EXPECT_EQ(of({open, fix("1-3.el9_2", "rhel_eus:9.2")}, "9.4", "1-5.el9"), Strings{"CVE-1 wont-fix -"})
      << "a fix of another minor release's support does not close it";
  EXPECT_EQ(of({open, fix("1-3.el9_2", "rhel_eus:9.2")}, "9.2", "1-3.el9_2"), Strings{});
  EXPECT_EQ(of({open, fix("1-3.el9", kMain)}, "9.4", "1-2.el9"), Strings{"CVE-1 fixed 1-3.el9"}) << "a fix is a fact";
  model::Advisory none = open;
  none.state = model::State::kNotAffected;
  EXPECT_EQ(of({open, none}, "9.4", "1-1.el9"), Strings{}) << "the vendor knows this package better than its source";
}

TEST(RpmVerdict, SourcePackagesAndTheirEpochs) {
  Table table;
  model::Advisory source = fake::row("rocky:8", "perl", "CVE-1", "4:5.26.3-419.el8");
  source.by_source = true;
  table.add("rocky", source);
  model::Inventory image = inventory("rocky", "8.9", "rpm", "perl-Errno", "1.28-419.el8");
  image.packages[0].source_name = "perl";
  image.packages[0].source_version = "5.26.3-419.el8";
  EXPECT_EQ(findings(image, table), Strings{}) << "1.28 is not older than 5.26, and a missing epoch is not 0";
  image.packages[0].source_version = "5.26.3-416.el8";
  EXPECT_EQ(findings(image, table), Strings{"CVE-1 fixed 4:5.26.3-419.el8"});
  image = inventory("rocky", "8.9", "rpm", "perl-libs", "4:5.26.3-419.el8");
  image.packages[0].source_name = "perl";
  EXPECT_EQ(findings(image, table), Strings{});
  image = inventory("rocky", "8.9", "rpm", "perl-libs", "5.26.3-500.el8");
  image.packages[0].source_name = "perl";
  EXPECT_EQ(findings(image, table), Strings{"CVE-1 fixed 4:5.26.3-419.el8"}) << "the binary package's own epoch is known to be 0";
}

TEST(RpmVerdict, RowsOfSourcePackagesDoNotMatchABinaryPackageOfThatName) {
  Table table;
  table.add("almalinux", fake::row("almalinux:9", "openssl", "CVE-1", "1:3.2.2-6.el9_5"));
  model::Inventory image = inventory("almalinux", "9.4", "rpm", "openssl-libs", "1:3.0.7-27.el9");
  image.packages[0].source_name = "openssl";
  EXPECT_EQ(findings(image, table), Strings{}) << "a row about the binary package openssl";
  model::Advisory source = fake::row("almalinux:9", "openssl", "CVE-2", "1:3.2.2-6.el9_5");
  source.by_source = true;
  table.add("almalinux", source);
  EXPECT_EQ(findings(image, table), Strings{"CVE-2 fixed 1:3.2.2-6.el9_5"});
}

TEST(ReleaseLine, ReadsDistTags) {
  EXPECT_EQ(rpm_minor("1:3.0.7-18.el9_2"), 2);
  EXPECT_EQ(rpm_minor("3.0.7-18.el9"), kNoMinor);
  EXPECT_EQ(rpm_minor("3.0.7-18.el8_10.1"), 10);
  EXPECT_EQ(rpm_minor("5.30.1-1.module+el8.6.0+13733+7a6e5f9d"), 6);
  EXPECT_EQ(rpm_minor("2.066-4.module_el8.6.0+2811+fe6c84b0"), 6) << "AlmaLinux";
  EXPECT_EQ(rpm_minor("1.0-1.module+el8+2494+b9a7d4a8"), kNoMinor);
  EXPECT_EQ(rpm_minor("1.0-1.fc39"), kNoMinor);
  EXPECT_EQ(rpm_minor("1.0-1.el9.rocky.0.1"), kNoMinor);
  EXPECT_EQ(rpm_minor("1.0-1.el9_4.rocky.0.1"), 4);
  EXPECT_EQ(rpm_minor("1.0"), kNoMinor);
  EXPECT_EQ(rpm_minor("1.0-1.elrepo.el9_3"), 3);
  EXPECT_EQ(distro_minor("9.4"), 4);
  EXPECT_EQ(distro_minor("8.10"), 10);
  EXPECT_EQ(distro_minor("9"), kNoMinor);
  EXPECT_EQ(distro_minor(""), kNoMinor);
}

}  // namespace
}  // namespace batten::match
