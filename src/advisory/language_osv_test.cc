// SPDX-License-Identifier: Apache-2.0
#include "advisory/language_osv.h"

#include <gtest/gtest.h>

#include "advisory/collecting_sink.h"

namespace batten::advisory {
namespace {

constexpr LanguageEcosystem kPypi{.osv = "PyPI", .type = "pypi", .scheme = "pep440", .mirror_names = {}};

CollectingSink imported(std::string_view record) {
  CollectingSink sink;
  EXPECT_TRUE(import_language_record(kPypi, "record.json", record, sink));
  return sink;
}

TEST(LanguageOsv, OneRowForEachCveOfTheAliases) {
  CollectingSink sink = imported(R"({"id":"PYSEC-2020-1","aliases":["CVE-2020-0001","GHSA-a","CVE-2020-0002"],"related":["CVE-2019-0003"],
    "affected":[{"package":{"ecosystem":"PyPI","name":"Zope.X"},"ranges":[{"type":"ECOSYSTEM","events":[{"introduced":"0"},{"fixed":"2"}]}]}]})");
  EXPECT_EQ(sink.rendered(), "pypi zope-x CVE-2020-0001 fixed 2; pypi zope-x CVE-2020-0002 fixed 2");
  ASSERT_EQ(sink.vulnerabilities.size(), 2u);
  for (const model::Vulnerability& one : sink.vulnerabilities) {
    EXPECT_EQ(one.aliases, (std::vector<std::string>{"GHSA-a", "PYSEC-2020-1"})) << one.id;
  }
}

TEST(LanguageOsv, SeverityIsGithubsWordAndMaliceIsCritical) {
  constexpr std::string_view kAffected =
      R"("affected":[{"package":{"ecosystem":"PyPI","name":"x"},"ranges":[{"type":"ECOSYSTEM","events":[{"introduced":"0"}]}]}]})";
  EXPECT_EQ(imported(R"({"id":"GHSA-1","database_specific":{"severity":"MODERATE"},)" + std::string(kAffected)).rows.at(0).severity,
            model::Severity::kMedium);
  EXPECT_EQ(imported(R"({"id":"MAL-1",)" + std::string(kAffected)).rows.at(0).severity, model::Severity::kCritical);
  EXPECT_EQ(imported(R"({"id":"GHSA-2","database_specific":{"severity":7},)" + std::string(kAffected)).rows.at(0).severity,
            model::Severity::kUnknown);
}

TEST(LanguageOsv, AnOpenRangeEndsWhereGithubKnowsItTo) {
  auto range = [](std::string_view known) {
    return imported(R"({"id":"GHSA-1","affected":[{"package":{"ecosystem":"PyPI","name":"x"},"ranges":[{"type":"ECOSYSTEM",
      "events":[{"introduced":"1"}]}],"database_specific":{"last_known_affected_version_range":")" +
                    std::string(known) + "\"}}]}")
        .rows.at(0)
        .ranges.at(0);
  };
  EXPECT_EQ(range("<= 4.1.2").last_affected, "4.1.2");
  EXPECT_EQ(range("< 5").fixed, "5");
  EXPECT_EQ(range("soon"), (model::VersionRange{.introduced = "1", .fixed = {}, .last_affected = {}}));
}

TEST(LanguageOsv, PackagesAndSymbolsAreKept) {
  auto imports = [](std::string_view list) {
    return imported(R"({"id":"GO-1","affected":[{"package":{"ecosystem":"PyPI","name":"x"},"ranges":[{"type":"ECOSYSTEM",
      "events":[{"introduced":"0"}]}],"ecosystem_specific":{"imports":)" +
                    std::string(list) + "}}]}")
        .rows.at(0)
        .imports;
  };
  EXPECT_EQ(imports(R"([{"path":"a/b","symbols":["F","T.M"],"goos":["windows"],"goarch":["386","arm"]},{"path":"a"}])"),
            (std::vector<model::Import>{{.path = "a/b", .symbols = {"F", "T.M"}, .goos = {"windows"}, .goarch = {"386", "arm"}},
                                        {.path = "a", .symbols = {}, .goos = {}, .goarch = {}}}));
  // A list that can't be kept as it is says less, never that a package or a symbol is not meant.
  EXPECT_EQ(imports(R"([{"path":"a","symbols":["F","G\nH"]}])").at(0).symbols, std::vector<std::string>());
  EXPECT_TRUE(imports(R"([{"path":"a"},{"path":7}])").empty());
  std::string many = "[";
  for (int i = 0; i < 201; ++i) many += std::string(i == 0 ? "" : ",") + R"({"path":"a"})";
  EXPECT_TRUE(imports(many + "]").empty());
}

TEST(LanguageOsv, WithdrawnRecordsAndOtherEcosystemsGiveNothing) {
  EXPECT_TRUE(imported(R"({"id":"GHSA-1","summary":"Withdrawn: twice told","affected":[{"package":{"ecosystem":"PyPI","name":"x"},
    "ranges":[{"type":"ECOSYSTEM","events":[{"introduced":"0"}]}]}]})")
                  .rows.empty());
  EXPECT_TRUE(imported(R"({"id":"GHSA-1","affected":[{"package":{"ecosystem":"npm","name":"x"},
    "ranges":[{"type":"ECOSYSTEM","events":[{"introduced":"0"}]}]}]})")
                  .rows.empty());
  EXPECT_EQ(imported("{").refused.size(), 1u);
}

}  // namespace
}  // namespace batten::advisory
