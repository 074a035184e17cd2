// SPDX-License-Identifier: Apache-2.0
#include "advisory/osv.h"

#include <gtest/gtest.h>

#include "advisory/collecting_sink.h"
#include "advisory/ecosystem.h"
#include "advisory/errata.h"
#include "advisory/redhat_product.h"
#include "base/json.h"

namespace batten::advisory {
namespace {

std::string ranges(std::string_view events) {
  auto document = json::Document::parse(events);
  std::string out;
  for (const model::VersionRange& range : osv::ranges_of(document->root(), "dpkg")) {
    out += "[" + range.introduced + "," + range.fixed + "," + range.last_affected + "]";
  }
  return out;
}

TEST(Osv, RangesFollowTheEventsInOrder) {
  EXPECT_EQ(ranges(R"([{"introduced":"0"},{"fixed":"2"}])"), "[,2,]");
  EXPECT_EQ(ranges(R"([{"introduced":"0"}])"), "[,,]");
  EXPECT_EQ(ranges(R"([{"introduced":"1"},{"last_affected":"2"}])"), "[1,,2]");
  EXPECT_EQ(ranges(R"([{"introduced":"0"},{"fixed":"1.2"},{"introduced":"2.0"},{"fixed":"2.5"}])"), "[,1.2,][2.0,2.5,]");
  // Not written in order: the specification says to sort by version.
  EXPECT_EQ(ranges(R"([{"fixed":"2.5"},{"introduced":"2.0"},{"fixed":"1.2"},{"introduced":"0"}])"), "[,1.2,][2.0,2.5,]");
  EXPECT_EQ(ranges(R"([{"introduced":"0"},{"limit":"3"}])"), "[,3,]");
  EXPECT_EQ(ranges(R"([{"introduced":"0"},{"limit":"*"}])"), "[,,]");
  EXPECT_EQ(ranges(R"([{"fixed":"1"}])"), "");
  EXPECT_EQ(ranges(R"({"introduced":"0"})"), "");
}

std::string any(std::string_view osv) { return ecosystem_of_osv(osv); }
constexpr osv::Reading kReading{.cvss_source = "test", .scheme = "dpkg", .ecosystem = &any};

TEST(Osv, VersionsCountOnlyWithoutARange) {
  CollectingSink sink;
  auto record = osv::read(R"({"id":"X-1","affected":[
    {"package":{"ecosystem":"Debian:12","name":"a"},"versions":["1","2"]},
    {"package":{"ecosystem":"Debian:12","name":"b"},"versions":["1"],"ranges":[{"type":"ECOSYSTEM","events":[{"introduced":"0"},{"fixed":"2"}]}]},
    {"package":{"ecosystem":"Debian:12","name":"c"},"versions":["v1"],"ranges":[{"type":"GIT","events":[{"introduced":"0"}]}]},
    {"package":{"ecosystem":"Debian:12","name":"d"}},
    {"package":{"ecosystem":"PyPI","name":"e"},"versions":["1"]}]})",
                          kReading, "X-1.json", sink);
  ASSERT_TRUE(record);
  ASSERT_EQ(record->affected.size(), 3u);
  EXPECT_EQ(record->affected[0].versions, (std::vector<std::string>{"1", "2"}));
  EXPECT_TRUE(record->affected[1].versions.empty());
  EXPECT_TRUE(record->affected[1].has_fix);
  EXPECT_EQ(record->affected[2].versions, (std::vector<std::string>{"v1"}));
  EXPECT_EQ(sink.refused, (std::vector<std::string>{"X-1.json: affected[3]: neither ranges nor versions"}));
}

TEST(Osv, WithdrawnRecordsAreMarked) {
  CollectingSink sink;
  auto record = osv::read(
      R"({"id":"X","withdrawn":"2024-01-01T00:00:00Z","affected":[{"package":{"ecosystem":"Debian:12","name":"a"},"versions":["1"]}]})",
      kReading, "X.json", sink);
  ASSERT_TRUE(record);
  EXPECT_TRUE(record->withdrawn);
  ASSERT_TRUE(find_feed("debian")->import("X.json",
                                          R"({"schema_version":"1","id":"CVE-2024-0001","withdrawn":"2024-01-01T00:00:00Z","affected":[
    {"package":{"ecosystem":"Debian:12","name":"a"},"versions":["1"]}]})",
                                          sink));
  EXPECT_TRUE(sink.rows.empty());
}

TEST(Osv, CvesAreFoundInIdsAndLists) {
  EXPECT_EQ(osv::cve_in_id("UBUNTU-CVE-2024-1234"), "CVE-2024-1234");
  EXPECT_EQ(osv::cve_in_id("CVE-2024-1234"), "CVE-2024-1234");
  EXPECT_EQ(osv::cve_in_id("XCVE-2024-1234"), "");
  EXPECT_EQ(osv::cve_in_id("CVE-2024-12x4"), "");
  EXPECT_EQ(osv::cve_in_id("CVE-2024-"), "");
  osv::Record record;
  record.id = "DSA-1-1";
  record.upstream = {"DEBIAN-CVE-2024-1234", "CVE-2024-1234", "GHSA-1"};
  record.related = {"CVE-2024-5678"};
  EXPECT_EQ(osv::cves_of(record), (std::vector<std::string>{"CVE-2024-1234", "CVE-2024-5678"}));
  record.id = "DEBIAN-CVE-2020-0001";
  EXPECT_EQ(osv::cves_of(record), (std::vector<std::string>{"CVE-2020-0001"}));
}

TEST(Ecosystem, NamesOfOsv) {
  EXPECT_EQ(ecosystem_of_osv("Debian:12"), "debian:12");
  EXPECT_EQ(ecosystem_of_osv("Debian:bookworm"), "debian:12");
  EXPECT_EQ(ecosystem_of_osv("Alpine:v3.20"), "alpine:3.20");
  EXPECT_EQ(ecosystem_of_osv("Alpine:edge"), "alpine:edge");
  EXPECT_EQ(ecosystem_of_osv("Ubuntu:22.04:LTS"), "ubuntu:22.04");
  EXPECT_EQ(ecosystem_of_osv("Ubuntu:25.10"), "ubuntu:25.10");
  EXPECT_EQ(ecosystem_of_osv("Ubuntu:Pro:18.04:LTS"), "ubuntu-pro:18.04");
  EXPECT_EQ(ecosystem_of_osv("Ubuntu:Pro:FIPS:20.04:LTS"), "ubuntu-fips:20.04");
  EXPECT_EQ(ecosystem_of_osv("Ubuntu:Pro:FIPS-updates:20.04:LTS"), "ubuntu-fips-updates:20.04");
  EXPECT_EQ(ecosystem_of_osv("AlmaLinux:9"), "almalinux:9");
  EXPECT_EQ(ecosystem_of_osv("Rocky Linux:9"), "rocky:9");
  for (std::string_view other : {"", "Debian", "Debian:", "PyPI", "Alpine", "Ubuntu:Pro"}) EXPECT_EQ(ecosystem_of_osv(other), "") << other;
  EXPECT_EQ(debian_ecosystem("sid"), "debian:sid");
  EXPECT_EQ(debian_ecosystem("zurg"), "debian:zurg");
  EXPECT_EQ(debian_codename("12"), "bookworm");
  EXPECT_EQ(ubuntu_codename("22.04"), "jammy");
  EXPECT_EQ(ubuntu_codename("1.04"), "");
}

TEST(RedHatProduct, MajorReleaseOfAProduct) {
  EXPECT_EQ(redhat_major("cpe:/a:redhat:enterprise_linux:9::appstream", ""), "9");
  EXPECT_EQ(redhat_major("cpe:/o:redhat:enterprise_linux:8", ""), "8");
  EXPECT_EQ(redhat_major("cpe:/a:redhat:rhel_eus:9.2::appstream", ""), "9");
  EXPECT_EQ(redhat_major("cpe:/a:redhat:rhel_software_collections:3::el7", ""), "7");
  EXPECT_EQ(redhat_major("cpe:/a:redhat:openshift:4.16::el9", ""), "9");
  EXPECT_EQ(redhat_major("cpe:/a:redhat:ceph_storage:4", "2:14.2.11-95.el8cp"), "8");
  EXPECT_EQ(redhat_major("cpe:/a:redhat:ceph_storage:4", "1.0"), "");
  EXPECT_EQ(redhat_major("nonsense", "1.0-1.el8"), "");
  EXPECT_EQ(redhat_cpe_of_osv("Red Hat:enterprise_linux:9::baseos"), "cpe:/o:redhat:enterprise_linux:9::baseos");
  EXPECT_EQ(redhat_cpe_of_osv("Red Hat:enterprise_linux:9::appstream"), "cpe:/a:redhat:enterprise_linux:9::appstream");
  EXPECT_EQ(redhat_cpe_of_osv("Red Hat:enterprise_linux:7::server"), "cpe:/o:redhat:enterprise_linux:7::server");
  EXPECT_EQ(redhat_cpe_of_osv("Debian:12"), "");
  EXPECT_EQ(redhat_ecosystem("cpe:/a:redhat:rhel_eus:9.2::appstream", ""), "redhat:9");
  EXPECT_EQ(redhat_ecosystem("cpe:/a:redhat:openshift:4.16::el9", ""), "redhat-layered:9");
  EXPECT_EQ(redhat_ecosystem("cpe:/a:redhat:jboss_core_services:1", ""), "");
}

TEST(Errata, TitlesTellSeverityAndModules) {
  EXPECT_EQ(redhat_severity("Important: nodejs:18 security update"), model::Severity::kHigh);
  EXPECT_EQ(redhat_severity("Moderate"), model::Severity::kMedium);
  EXPECT_EQ(redhat_severity("Red Hat Security Advisory: x"), model::Severity::kUnknown);
  EXPECT_EQ(modules_in("Moderate: virt:rhel and virt-devel:rhel security, bug fix"),
            (std::vector<std::string>{"virt:rhel", "virt-devel:rhel"}));
  EXPECT_EQ(modules_in("Low: openssl security update"), std::vector<std::string>());
  CollectingSink sink;
  ASSERT_TRUE(find_feed("almalinux")
                  ->import("x", R"({"id":"ALSA-2023:1","summary":"Important: python38:3.8 and python38-devel:3.8 security update",
    "related":["CVE-2023-0001"],"affected":[
    {"package":{"ecosystem":"AlmaLinux:8","name":"python38"},"ranges":[{"type":"ECOSYSTEM","events":[{"introduced":"0"},{"fixed":"3.8.16-1.module_el8.8.0+1"}]}]}]})",
                           sink));
  ASSERT_EQ(sink.rows.size(), 2u);
  EXPECT_EQ(sink.rows[0].modularity, "python38:3.8");
  EXPECT_EQ(sink.rows[1].modularity, "python38-devel:3.8");
  EXPECT_EQ(sink.rows[0].severity, model::Severity::kHigh);
  EXPECT_EQ(sink.rows[0].record_id, "ALSA-2023:1");
  ASSERT_TRUE(find_feed("almalinux")
                  ->import("x", R"({"id":"ALSA-2024:4499","summary":"Moderate: ruby security update",
    "related":["CVE-2023-0001"],"affected":[
    {"package":{"ecosystem":"AlmaLinux:8","name":"ruby"},"ranges":[{"type":"ECOSYSTEM","events":[{"introduced":"0"},{"fixed":"3.1.5-143.module_el8.10.0+1"}]}]}]})",
                           sink));
  EXPECT_EQ(sink.rows.back().modularity, "*");
}

}  // namespace
}  // namespace batten::advisory
