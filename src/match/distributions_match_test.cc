// SPDX-License-Identifier: Apache-2.0
//
// Distributions whose feeds have lines of updates beside each other: Amazon Linux, Oracle Linux; and those with one line.
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

Advisory rpm_row(const std::string& ecosystem, const std::string& package, const std::string& id, const std::string& fixed,
                 const std::string& introduced = "") {
  Advisory out = fake::row(ecosystem, package, id, fixed);
  out.scheme = "rpm";
  out.ranges[0].introduced = introduced;
  return out;
}

TEST(Distributions, AmazonsExtraRepositoriesAreLinesOfTheirOwn) {
  Table table;
  table.add("amazon", rpm_row("amazon:2", "kernel", "CVE-1", "4.14.200-155.amzn2"));
  table.add("amazon", rpm_row("amazon:2", "kernel", "CVE-1", "5.10.50-44.amzn2", "5.10"));
  table.add("amazon", rpm_row("amazon:2", "kernel-livepatch-4.14.100-1", "CVE-1", "1.0-3.amzn2"));
  auto kernel = [&](const char* version) { return findings(inventory("amzn", "2", "rpm", "kernel", version), table); };
  EXPECT_EQ(kernel("4.14.100-1.amzn2"), Strings{"CVE-1 fixed 4.14.200-155.amzn2"}) << "not the fix of kernel-5.10, nor a live patch";
  EXPECT_EQ(kernel("4.14.200-155.amzn2"), Strings{});
  EXPECT_EQ(kernel("5.10.35-31.amzn2"), Strings{"CVE-1 fixed 5.10.50-44.amzn2"})
      << "higher than the core repository's fix, and without its own";
  EXPECT_EQ(kernel("5.10.50-44.amzn2"), Strings{});
}

TEST(Distributions, AmazonLinuxOneIsNumberedByMonths) {
  Table table;
  table.add("amazon", rpm_row("amazon:1", "bash", "CVE-1", "4.2.46-34.43.amzn1"));
  table.add("amazon", rpm_row("amazon:2023", "bash", "CVE-2", "5.2.15-1.amzn2023"));
  EXPECT_EQ(findings(inventory("amzn", "2018.03", "rpm", "bash", "4.2.46-1.amzn1"), table), Strings{"CVE-1 fixed 4.2.46-34.43.amzn1"});
  EXPECT_EQ(findings(inventory("amzn", "2023.6.20250203", "rpm", "bash", "5.2.14-1.amzn2023"), table),
            Strings{"CVE-2 fixed 5.2.15-1.amzn2023"});
}

TEST(Distributions, OraclesKspliceAndFipsBuildsAreComparedWithTheirOwnFixes) {
  Table table;
  for (const char* fix : {"2:1.1.1g-15.el8_3", "2:1.1.1g-15.ksplice1.el8_3", "10:1.1.1g-15.el8_3_fips"})
    table.add("oracle", rpm_row("oracle:8", "openssl", "CVE-1", fix));
  auto openssl = [&](const char* version) { return findings(inventory("ol", "8.9", "rpm", "openssl", version), table); };
  EXPECT_EQ(openssl("1:1.1.1g-12.el8_3"), Strings{"CVE-1 fixed 2:1.1.1g-15.el8_3"});
  EXPECT_EQ(openssl("2:1.1.1g-15.el8_3"), Strings{}) << "not the higher epoch of the FIPS build";
  EXPECT_EQ(openssl("2:1.1.1g-12.ksplice1.el8_3"), Strings{"CVE-1 fixed 2:1.1.1g-15.ksplice1.el8_3"});
  EXPECT_EQ(openssl("10:1.1.1g-12.el8_3_fips"), Strings{"CVE-1 fixed 10:1.1.1g-15.el8_3_fips"});
  EXPECT_EQ(openssl("10:1.1.1g-15.el8_3_fips"), Strings{});
}

TEST(Distributions, OracleByArchitectureModuleAndKernelLine) {
  Table table;
  Advisory arm = rpm_row("oracle:8", "osbuild", "CVE-1", "0:110-1.el8");
  arm.arches = {"aarch64"};
  table.add("oracle", arm);
  Advisory module = rpm_row("oracle:8", "hivex", "CVE-2", "0:1.3.18-21.module+el8.7.0+21037");
  module.modularity = "virt:kvm_utils";
  table.add("oracle", module);
  table.add("oracle", rpm_row("oracle:8", "kernel-uek", "CVE-3", "0:5.4.17-2102.el8uek", "5.4"));
  table.add("oracle", rpm_row("oracle:8", "kernel-uek", "CVE-3", "0:5.15.0-1.el8uek", "5.15"));
  EXPECT_EQ(findings(inventory("ol", "8", "rpm", "osbuild", "0:90-1.el8"), table), Strings{});
  model::Inventory hivex = inventory("ol", "8", "rpm", "hivex", "1.3.18-20.module+el8.6.0+1");
  EXPECT_EQ(findings(hivex, table), Strings{});
  hivex.packages[0].modularity = "virt:kvm_utils:8060020220401:abc";
  EXPECT_EQ(findings(hivex, table).size(), 1u);
  EXPECT_EQ(findings(inventory("ol", "8", "rpm", "kernel-uek", "5.4.17-2036.el8uek"), table), Strings{"CVE-3 fixed 0:5.4.17-2102.el8uek"});
  EXPECT_EQ(findings(inventory("ol", "8", "rpm", "kernel-uek", "5.15.0-0.el8uek"), table), Strings{"CVE-3 fixed 0:5.15.0-1.el8uek"});
  EXPECT_EQ(findings(inventory("ol", "8", "rpm", "kernel-uek", "5.4.17-2102.el8uek"), table), Strings{});
}

TEST(Distributions, AzureLinuxMarinerAndPhotonBySourcePackage) {
  Table table;
  auto add = [&](const char* feed, const char* ecosystem, const char* fixed) {
    Advisory row = rpm_row(ecosystem, "openssl", "CVE-1", fixed);
    row.by_source = true;
    table.add(feed, row);
  };
  add("azurelinux", "azurelinux:3.0", "0:3.3.0-2.azl3");
  add("azurelinux", "mariner:2.0", "0:1.1.1k-20.cm2");
  add("photon", "photon:5.0", "3.0.8-4.ph5");
  auto libs = [&](const char* id, const char* release, const char* version) {
    model::Inventory image = inventory(id, release, "rpm", "openssl-libs", version);
    image.packages[0].source_name = "openssl";
    return findings(image, table);
  };
  EXPECT_EQ(libs("azurelinux", "3.0", "3.3.0-1.azl3"), Strings{"CVE-1 fixed 0:3.3.0-2.azl3"});
  EXPECT_EQ(libs("azurelinux", "3.0.20240727", "3.3.0-2.azl3"), Strings{});
  EXPECT_EQ(libs("mariner", "2.0", "1.1.1k-19.cm2"), Strings{"CVE-1 fixed 0:1.1.1k-20.cm2"});
  EXPECT_EQ(libs("photon", "5.0", "3.0.8-3.ph5"), Strings{"CVE-1 fixed 3.0.8-4.ph5"});
}

TEST(Distributions, ASourceVersionWithoutEpochIsComparedWithoutEpochs) {
  Table table;
  Advisory row = rpm_row("photon:5.0", "perl", "CVE-1", "4:5.36.0-4.ph5");
  row.by_source = true;
  table.add("photon", row);
  model::Inventory image = inventory("photon", "5.0", "rpm", "perl-Errno", "1.30-3.ph5");
  image.packages[0].source_name = "perl";
  image.packages[0].source_version = "5.36.0-4.ph5";
  EXPECT_EQ(findings(image, table), Strings{});
  image.packages[0].source_version = "5.36.0-3.ph5";
  EXPECT_EQ(findings(image, table).size(), 1u);
}

TEST(Distributions, AVendorIsItsOwnDistributionsOnly) {
  auto notes = [](const char* distro, const char* feed, const std::string& ecosystem, const char* origin) {
    Table table;
    table.add(feed, rpm_row(ecosystem, "x", "CVE-1", "1-1"));
    model::Inventory image = inventory(distro, ecosystem.substr(ecosystem.find(':') + 1), "rpm", "a", "1-1");
    image.packages[0].origin = origin;
    return match(image, table, {})->notes.size();
  };
  EXPECT_EQ(notes("mariner", "azurelinux", "mariner:2.0", "Microsoft Corporation"), 0u);
  EXPECT_EQ(notes("rhel", "redhat", "redhat:9", "Microsoft Corporation"), 1u);
  EXPECT_EQ(notes("rocky", "rocky", "rocky:9", "Red Hat, Inc."), 0u);
  EXPECT_EQ(notes("opensuse-leap", "suse", "opensuse:15.4", "SUSE LLC <https://www.suse.com/>"), 0u);
  EXPECT_EQ(notes("ol", "oracle", "oracle:8", "Oracle America"), 0u);
  EXPECT_EQ(notes("ol", "oracle", "oracle:8", "Oracle and/or its affiliates"), 1u) << "MySQL's repository";
  EXPECT_EQ(notes("amzn", "amazon", "amazon:2", "Amazon Linux"), 0u);
}

TEST(Distributions, ArchByPackage) {
  Table table;
  Advisory fixed = fake::row("arch", "rsync", "CVE-1", "3.4.0-1");
  fixed.scheme = "arch";
  table.add("arch", fixed);
  Advisory open = fake::row("arch", "rsync", "CVE-2", "", State::kAffected);
  open.scheme = "arch";
  table.add("arch", open);
  EXPECT_EQ(findings(inventory("arch", "", "alpm", "rsync", "3.3.0-2"), table), (Strings{"CVE-1 fixed 3.4.0-1", "CVE-2 affected -"}));
  EXPECT_EQ(findings(inventory("arch", "", "alpm", "rsync", "3.4.0-1"), table), Strings{"CVE-2 affected -"});
}

}  // namespace
}  // namespace batten::match
