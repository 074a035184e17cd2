// SPDX-License-Identifier: Apache-2.0
#include "advisory/rubysec.h"

#include <gtest/gtest.h>

#include "advisory/collecting_sink.h"
#include "advisory/php_advisory.h"
#include "advisory/suse_scores.h"

namespace batten::advisory {
namespace {

using Ranges = std::vector<model::VersionRange>;

model::VersionRange below(std::string introduced, std::string fixed) {
  return {.introduced = std::move(introduced), .fixed = std::move(fixed), .last_affected = {}};
}

TEST(Rubysec, AffectedIsWhatNoRequirementAllows) {
  EXPECT_EQ(ranges_outside({">= 2.3.3"}), (Ranges{below("", "2.3.3")}));
  EXPECT_EQ(ranges_outside({"~> 3.0.12", ">= 3.2.2", "~> 3.1.4"}),
            (Ranges{below("", "3.0.12"), below("3.1", "3.1.4"), below("3.2", "3.2.2")}));
  EXPECT_EQ(ranges_outside({"< 1.0.0", ">= 1.2.0"}), (Ranges{below("1.0.0", "1.2.0")}));
  EXPECT_EQ(ranges_outside({"~> 2.3.5, >= 2.3.7", ">= 2.4"}), (Ranges{below("", "2.3.7")}));
  EXPECT_EQ(ranges_outside({}), (Ranges{below("", "")}));
  EXPECT_EQ(ranges_outside({"> 1.5"}), (Ranges{{.introduced = "", .fixed = "", .last_affected = "1.5"}}));
  EXPECT_EQ(ranges_outside({"<= 1.0"}), (Ranges{below("1.0.0.0.0.1", "")}));
  EXPECT_EQ(ranges_outside({"= 1.0", ">= 2"}), (Ranges{below("", "1.0"), below("1.0.0.0.0.1", "2")}));
  EXPECT_FALSE(ranges_outside({"!= 1.0"}));
  EXPECT_FALSE(ranges_outside({">="}));
}

TEST(Rubysec, OtherFilesGiveNothing) {
  CollectingSink sink;
  EXPECT_TRUE(import_rubysec("x/rubies/jruby/CVE-2012-5370.yml", "engine: jruby\ncve: 2012-5370\n", sink));
  EXPECT_TRUE(import_rubysec("x/.github/workflows/ci.yml", "on: push\n", sink));
  EXPECT_TRUE(sink.rendered().empty());
  EXPECT_TRUE(sink.refused.empty());
  EXPECT_TRUE(import_rubysec("gems/a/b.yml", "gem: a\npatched_versions: [1]\n", sink));
  EXPECT_TRUE(import_rubysec("gems/a/b.yml", "{", sink));
  EXPECT_EQ(sink.refused.size(), 2u);
}

TEST(SuseScores, EachEntryIsReadForItself) {
  CollectingSink sink;
  ASSERT_TRUE(import_suse_scores("suse-cvss-scores.yaml",
                                 "---\nCVE-2024-0001:\n  cvss:\n  - version: 3.1\n    score: 7.5\n"
                                 "    vector: CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:N/I:N/A:H\nCVE-2024-0002:\n  cvss: [\n"
                                 "CVE-2024-0003:\n  cvss:\n  - version: 2.0\n    score: 5\n    vector: AV:N/AC:L/Au:N/C:N/I:N/A:P\n"
                                 "CVE-2024-0004: {}\n",
                                 sink));
  ASSERT_EQ(sink.vulnerabilities.size(), 2u);
  EXPECT_EQ(sink.vulnerabilities[0].cvss.at(0).score, 7.5);
  EXPECT_EQ(sink.vulnerabilities[1].id, "CVE-2024-0003");
  EXPECT_EQ(sink.refused.size(), 1u);
  EXPECT_FALSE(import_suse_scores("suse-cvss-scores.yaml", "nothing: here\n", sink));
}

TEST(PhpAdvisory, EachBranchIsARange) {
  CollectingSink sink;
  ASSERT_TRUE(import_php_advisory("x-master/contao/core/CVE-2020-25768.yaml",
                                  "title: t\ncve: CVE-2020-25768\nreference: composer://contao/core\nbranches:\n"
                                  "  4.x: {time: null, versions: ['>=4.0.0', '<4.4.52']}\n  4.5.x: {versions: ['>4.5.0','<=4.6.0']}\n",
                                  sink));
  ASSERT_EQ(sink.rows_if_absent.size(), 1u);
  EXPECT_EQ(sink.rows_if_absent[0].ranges,
            (Ranges{below("4.0.0", "4.4.52"), {.introduced = "4.5.0.0.0.1", .fixed = "", .last_affected = "4.6.0"}}));
}

TEST(PhpAdvisory, GithubsReferenceNamesTheSameRecord) {
  EXPECT_EQ(php_advisory_id("https://github.com/FriendsOfPHP/security-advisories/blob/master/typo3/cms/2014-05-22.yaml"),
            "friendsofphp/typo3/cms/2014-05-22");
  EXPECT_EQ(php_advisory_id("https://github.com/other/repository/blob/master/a/b/c.yaml"), "");
}

}  // namespace
}  // namespace batten::advisory
