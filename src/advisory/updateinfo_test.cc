// SPDX-License-Identifier: Apache-2.0
#include "advisory/updateinfo.h"

#include <gtest/gtest.h>

#include "advisory/collecting_sink.h"
#include "advisory/oval.h"
#include "advisory/xml_records.h"

namespace batten::advisory {
namespace {

std::vector<Update> updates_of(std::string_view bytes, CollectingSink& sink) {
  std::vector<Update> out;
  EXPECT_TRUE(each_update("updateinfo.xml", bytes, sink, [&](Update update) { out.push_back(std::move(update)); }));
  return out;
}

TEST(Updateinfo, ArchitecturesOfOneVersionAreOneEntry) {
  CollectingSink sink;
  auto updates = updates_of(R"(<updates><update type="security"><id>A-1</id><issued date="2018-01-11 21:05"/><pkglist><collection>
    <module name="perl" stream="5.30"/>
    <package name="b" version="1" release="2" epoch="0" arch="x86_64"/><package name="b" version="1" release="2" epoch="0" arch="aarch64"/>
    <package name="b" version="1" release="2" epoch="0" arch="src"/><package name="b-debuginfo" version="1" release="2" arch="x86_64"/>
    <package name="a" version="1" release="2" epoch="7" arch="noarch"/></collection></pkglist></update></updates>)",
                            sink);
  ASSERT_EQ(updates.size(), 1u);
  EXPECT_EQ(updates[0].issued, "2018-01-11T21:05:00Z");
  EXPECT_EQ(updates[0].packages,
            (std::vector<UpdatedPackage>{{.name = "a", .evr = "7:1-2", .arches = {}, .modularity = "perl:5.30"},
                                         {.name = "b", .evr = "1-2", .arches = {"aarch64", "x86_64"}, .modularity = "perl:5.30"}}));
}

TEST(Updateinfo, ABrokenUpdateIsRefusedAndTheNextIsRead) {
  CollectingSink sink;
  auto updates = updates_of("<updates><update><id>A</id><b></update><update><id>B</id></update><update/></updates>", sink);
  ASSERT_EQ(updates.size(), 1u);
  EXPECT_EQ(updates[0].id, "B");
  EXPECT_EQ(sink.refused.size(), 2u);
  EXPECT_FALSE(each_update("x", "<updates><update><id>A</id>", sink, [](const Update&) {}));
  EXPECT_FALSE(each_update("x", "{}", sink, [](const Update&) {}));
  EXPECT_TRUE(each_update("x", "<updates></updates>", sink, [](const Update&) {})) << "a repository without errata";
}

TEST(Updateinfo, CvesAreFoundInText) {
  std::vector<std::string> cves;
  add_cves("CVE-2024-12345 a: b, CVE-2024-1-x CVE-2024-12345; CVE-2023-9999.", cves);
  EXPECT_EQ(cves, (std::vector<std::string>{"CVE-2024-12345", "CVE-2023-9999"}));
}

TEST(Updateinfo, TimesBecomeRfc3339) {
  EXPECT_EQ(rfc3339_of("2018-01-11 21:05"), "2018-01-11T21:05:00Z");
  EXPECT_EQ(rfc3339_of("2023-04-13 17:56:07"), "2023-04-13T17:56:07Z");
  EXPECT_EQ(rfc3339_of("2024-07-23T22:05:39Z"), "2024-07-23T22:05:39Z");
  EXPECT_EQ(rfc3339_of("2021-04-01"), "2021-04-01T00:00:00Z");
  EXPECT_EQ(rfc3339_of("yesterday evening"), "");
}

TEST(Updateinfo, AnIndexLeadsToItsErrataOnly) {
  constexpr std::string_view kUrl = "https://example.org/r/repodata/repomd.xml";
  auto url_of = [&](std::string_view href) {
    auto files = updateinfo_of_repomd(kUrl, R"(<repomd><data type="primary"><location href="repodata/p.xml.gz"/></data>
      <data type="updateinfo"><location href=")" +
                                                std::string(href) + R"("/></data></repomd>)");
    return files.empty() ? std::string() : files[0].url;
  };
  EXPECT_EQ(url_of("repodata/updateinfo.xml.gz"), "https://example.org/r/repodata/updateinfo.xml.gz");
  EXPECT_EQ(url_of("../../secret"), "");
  EXPECT_EQ(url_of("http://other.example/x"), "");
  EXPECT_TRUE(updateinfo_of_repomd(kUrl, "<repomd>").empty());
}

TEST(Oval, ConditionsHoldForWhatStandsBesideAndBelow) {
  auto definition = xml::Document::parse(R"(<definition><criteria><criterion comment="Oracle Linux 8 is installed"/><criteria>
    <criteria><criterion comment="Oracle Linux arch is x86_64"/><criteria><criterion comment="a is earlier than 0:1-1"/></criteria></criteria>
    <criteria><criterion comment="b is earlier than 0:2-1"/><criterion comment="Module virt:ol is enabled"/></criteria>
    <criterion comment=" is earlier than "/></criteria></criteria></definition>)");
  ASSERT_TRUE(definition);
  auto criteria = oval::criteria_of(definition->root());
  ASSERT_EQ(criteria.size(), 2u);
  EXPECT_EQ(criteria[0].package + " " + criteria[0].evr + " " + criteria[0].release + " " + criteria[0].arch, "a 0:1-1 8 x86_64");
  EXPECT_EQ(criteria[1].package + " " + criteria[1].release + " " + criteria[1].arch + " " + criteria[1].modularity, "b 8  virt:ol");
}

TEST(XmlRecords, NamesThatBeginAlikeAreOthers) {
  int visited = 0;
  auto count = each_xml_record(
      "<definitions><definition a='1'/><definition>x</definition></definitions>", "definition", [&](xml::View) { ++visited; },
      [](const Error&) { ADD_FAILURE(); });
  ASSERT_TRUE(count);
  EXPECT_EQ(*count, 2u);
  EXPECT_EQ(visited, 2);
}

}  // namespace
}  // namespace batten::advisory
