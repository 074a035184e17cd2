// SPDX-License-Identifier: Apache-2.0
#include "policy/reported_finding.h"

#include <gtest/gtest.h>

#include "base/format.h"

namespace batten::policy {
namespace {

using List = std::vector<std::string>;

std::string report(const std::string& source = R"({"kind":"registry","name":"localhost:5000/app:1","tags":[]})") {
  return format(R"({{"schema":"batten.report/1","source":{},"findings":[
{{"id":"CVE-2099-0001","aliases":["DSA-1"],"package":{{"name":"libssl3","purl":"pkg:deb/debian/libssl3@3?arch=amd64"}}}},
{{"id":"CVE-2099-0002","aliases":[],"package":{{"name":"zlib1g"}}}},
{{"id":"CVE-2099-0001","aliases":["DSA-1","DSA-2"],"package":{{"name":"openssl","purl":"pkg:deb/debian/openssl@3?arch=amd64"}}}}]}})",
                source);
}

TEST(ReportedFinding, HasItsPackagesAndNames) {
  for (const char* id : {"CVE-2099-0001", "dsa-1"}) {
    auto found = find_in_report(report(), id);
    ASSERT_TRUE(found) << found.error().message;
    EXPECT_EQ(found->id, "CVE-2099-0001");
    EXPECT_EQ(found->aliases, (List{"DSA-1", "DSA-2"}));
    EXPECT_EQ(found->packages, (List{"pkg:deb/debian/libssl3@3?arch=amd64", "pkg:deb/debian/openssl@3?arch=amd64"}));
    EXPECT_EQ(found->image, "localhost:5000/app:1");
  }
}

TEST(ReportedFinding, TheImageIsWhatHasAName) {
  auto image = [](const char* source) { return find_in_report(report(source), "CVE-2099-0001")->image; };
  EXPECT_EQ(image(R"({"kind":"docker-archive","name":"app.tar","tags":["app:1","app:2"]})"), "app:1");
  EXPECT_EQ(image(R"({"kind":"docker","name":"app","tags":["app:latest"]})"), "app");
  EXPECT_EQ(image(R"({"kind":"dir","name":"root","tags":[]})"), "");
}

TEST(ReportedFinding, SaysWhatIsMissing) {
  EXPECT_EQ(find_in_report(report(), "CVE-1").error().code, Code::kNotFound);
  EXPECT_EQ(find_in_report(report(), "CVE-2099-0002").error().message,
            "the packages that have CVE-2099-0002 have no package URL in the report");
  EXPECT_EQ(find_in_report("{}", "CVE-1").error().code, Code::kUnsupported);
  EXPECT_EQ(find_in_report("[", "CVE-1").error().code, Code::kCorrupt);
}

}  // namespace
}  // namespace batten::policy
