// SPDX-License-Identifier: Apache-2.0
//
// Every scheme's examples, and the tables of versions that the native tools really ordered.
#include <gtest/gtest.h>

#include <algorithm>
#include <cstdlib>
#include <fstream>
#include <sstream>
#include <string>
#include <vector>

#include "fuzz/replay.h"
#include "version/scheme.h"

int version_fuzz(const std::uint8_t* data, std::size_t size);

namespace batten::version {
namespace {

char relation(const Scheme& scheme, std::string_view left, std::string_view right) {
  auto order = scheme.compare(left, right);
  return order < 0 ? '<' : order > 0 ? '>' : '=';
}

std::string versions_directory() {
  const char* shared = std::getenv("BATTEN_SHARED");
  return (shared != nullptr ? std::string(shared) : std::string(BATTEN_SOURCE_DIR) + "/../shared") + "/versions/";
}

std::vector<std::vector<std::string>> rows(const std::string& file) {
  std::ifstream stream(versions_directory() + file);
  std::vector<std::vector<std::string>> out;
  std::string line;
  std::getline(stream, line);  // the header
  while (std::getline(stream, line)) {
    std::vector<std::string> fields;
    std::stringstream parts(line);
    for (std::string field; std::getline(parts, field, '\t');) fields.push_back(field);
    out.push_back(fields);
  }
  return out;
}

TEST(Schemes, Examples) {
  ASSERT_GE(all_schemes().size(), 3u);
  for (const Scheme* scheme : all_schemes()) {
    EXPECT_FALSE(scheme->examples.empty()) << scheme->name << " has no examples";
    EXPECT_EQ(find_scheme(scheme->name), scheme);
    for (const SchemeExample& example : scheme->examples) {
      EXPECT_EQ(relation(*scheme, example.left, example.right), example.relation)
          << scheme->name << ": " << example.left << " " << example.right;
      char mirrored = example.relation == '<' ? '>' : example.relation == '>' ? '<' : '=';
      EXPECT_EQ(relation(*scheme, example.right, example.left), mirrored) << scheme->name << ": " << example.right << " " << example.left;
      EXPECT_TRUE(scheme->valid(example.left)) << scheme->name << ": " << example.left;
    }
  }
  EXPECT_EQ(find_scheme("none"), nullptr);
}

struct Table {
  const char* scheme;
  const char* file;
  std::size_t least_rows;
};

// Rows of the tables that the scheme contradicts, because the native tool does.
struct Exception {
  std::string_view scheme, left;
  char relation;
  std::string_view right;
};

// The tables follow the written specification; ComparableVersion of Maven 3.9.11 itself says the opposite of each.
constexpr Exception kMavenSays[] = {
    {"maven", "1-1", '=', "1-ga-1"},
    {"maven", "1.0.0-RC16", '<', "1.0.0.RC8-beta"},
    {"maven", "1.0.0-gradle-rework-beta3", '<', "1.0.0.RC7-3"},
    {"maven", "2.9.0-1", '<', "2.9.0.RC1"},
    {"maven", "6.1.12.rc5", '<', "6.1.12rc1"},
    {"maven", "1.1.31.sec10", '<', "1.1.31_noneautotype"},
    {"maven", "1.1.34.sec10", '<', "1.1.34_noneautotype"},
    {"maven", "1.1.46.sec10", '<', "1.1.46_noneautotype"},
    {"maven", "1.2.8.sec10_noneautotype", '<', "1.2.8_noneautotype"},
    {"maven", "1.2.48.sec10", '<', "1.2.48_noneautotype"},
    {"maven", "1.2.54.sec10", '<', "1.2.54_noneautotype"},
    {"maven", "1.2.60.sec10", '<', "1.2.60_noneautotype"},
    {"maven", "1.2.67.sec10", '<', "1.2.67_noneautotype"},
    {"maven", "1.0.0rc0", '<', "1.0.beta8"},
    {"maven", "1.5.9.RC1", '<', "1.5.9-RC0"},
    {"maven", "1.1.0-01-glassfish", '<', "1.1.0.Beta1"},
};

// The tables come from version_compare of the bare strings; Composer makes four numbers and a stability of both first, whatever the case:
// "1.0" is "1.0.0.0", "ALPHA" is "alpha". "1.2.3.#" it refuses: as good as 1.2.3 (another row) it can't be as good as 1.2.3.1.
constexpr Exception kComposerSays[] = {
    {"packagist", "1.0.0", '>', "1.0"},
    {"packagist", "1.2.3.#", '=', "1.2.3.1"},
    {"packagist", "v3.0", '<', "v3.0.0-beta"},
    {"packagist", "v3.4", '<', "v3.4.0-alpha"},
    {"packagist", "v4.4", '<', "v4.4.0-beta"},
    {"packagist", "v6.5", '<', "v6.5.0-beta-0"},
    {"packagist", "v6.6", '<', "v6.6.0-beta"},
    {"packagist", "5.1.0-stable", '<', "5.1.0-beta2"},
    {"packagist", "v1.9.0-BETA.1", '<', "v1.9.0-ALPHA.2"},
    {"packagist", "v1.9.0-ALPHA.2", '=', "v1.9.0-BETA.2"},
};

bool is_exception(const Scheme& scheme, const std::vector<std::string>& row) {
  auto same = [&](const Exception& one) {
    return one.scheme == scheme.name && one.left == row[0] && one.relation == row[1][0] && one.right == row[2];
  };
  return std::ranges::any_of(kMavenSays, same) || std::ranges::any_of(kComposerSays, same);
}

TEST(Exceptions, AreNeeded) {
  auto contradicts = [](const Exception& one) {
    EXPECT_NE(relation(*find_scheme(one.scheme), one.left, one.right), one.relation) << one.left << " " << one.right;
  };
  std::ranges::for_each(kMavenSays, contradicts);
  std::ranges::for_each(kComposerSays, contradicts);
}

class Tables : public testing::TestWithParam<Table> {};

TEST_P(Tables, AllRelationsHold) {
  std::vector<std::vector<std::string>> table = rows(GetParam().file);
  if (table.empty()) GTEST_SKIP() << "version table " << GetParam().file << ": no shared data";
  const Scheme* scheme = find_scheme(GetParam().scheme);
  ASSERT_NE(scheme, nullptr);
  std::size_t held = 0, failed = 0;
  for (const std::vector<std::string>& row : table) {
    ASSERT_GE(row.size(), 3u);
    if (is_exception(*scheme, row)) continue;
    bool holds = false;
    if (row[1].ends_with('~')) {  // apk's matching operators
      ASSERT_NE(scheme->compare_prefix, nullptr);
      auto order = scheme->compare_prefix(row[0], row[2]);
      holds = row[1] == "~" ? order == 0 : row[1] == "!~" ? order != 0 : row[1] == "<~" ? order <= 0 : order >= 0;
    } else {
      holds = relation(*scheme, row[0], row[2]) == row[1][0];
    }
    (holds ? held : failed) += 1;
    if (!holds && failed <= 10) ADD_FAILURE() << GetParam().file << ": " << row[0] << " " << row[1] << " " << row[2];
  }
  EXPECT_EQ(failed, 0u);
  EXPECT_GE(held, GetParam().least_rows);
}

std::ostream& operator<<(std::ostream& out, const Table& table) { return out << table.file; }

INSTANTIATE_TEST_SUITE_P(All, Tables,
                         testing::Values(Table{"dpkg", "scalibr-debian.tsv", 27}, Table{"dpkg", "scalibr-debian-generated.tsv", 8600},
                                         Table{"dpkg", "dpkg-version.tsv", 40}, Table{"rpm", "scalibr-redhat.tsv", 162},
                                         Table{"rpm", "rpm-rpmvercmp.tsv", 90}, Table{"apk", "scalibr-alpine.tsv", 750},
                                         Table{"apk", "scalibr-alpine-generated.tsv", 8300}, Table{"apk", "apk-tools-version.tsv", 733},
                                         Table{"semver", "scalibr-semver.tsv", 86}, Table{"semver", "node-semver-compare.tsv", 40},
                                         Table{"npm", "node-semver-compare.tsv", 40}, Table{"nuget", "scalibr-nuget.tsv", 34},
                                         Table{"pub", "scalibr-pub.tsv", 100}, Table{"cran", "scalibr-cran.tsv", 20},
                                         Table{"cran", "scalibr-cran-generated.tsv", 34}, Table{"hackage", "scalibr-hackage.tsv", 11},
                                         Table{"pep440", "pep440-ordering.tsv", 361}, Table{"pep440", "scalibr-pypi.tsv", 37},
                                         Table{"pep440", "scalibr-pypi-generated.tsv", 7380}, Table{"gem", "gem-version.tsv", 20},
                                         Table{"gem", "scalibr-rubygems.tsv", 25}, Table{"gem", "scalibr-rubygems-generated.tsv", 2544},
                                         Table{"maven", "maven-comparableversion.tsv", 572}, Table{"maven", "scalibr-maven.tsv", 97},
                                         Table{"maven", "scalibr-maven-generated.tsv", 8900},
                                         Table{"packagist", "scalibr-packagist.tsv", 93},
                                         Table{"packagist", "scalibr-packagist-generated.tsv", 6400}));

TEST(Apk, Validity) {
  auto table = rows("apk-tools-validity.tsv");
  if (table.empty()) GTEST_SKIP() << "apk validity table: no shared data";
  const Scheme* apk = find_scheme("apk");
  for (const auto& row : table)
    EXPECT_EQ(apk->valid(row[0]), row[1] == "true" || row[1] == "yes" || row[1] == "1" || row[1] == "valid") << row[0];
}

// rpm's own answers: rpm --eval '%{lua:print(rpm.vercmp("1.0", "1.0-1"))}'.
TEST(Rpm, EpochAndRelease) {
  const Scheme* rpm = find_scheme("rpm");
  EXPECT_EQ(relation(*rpm, "0:1.0-1", "1.0-1"), '=') << "a missing epoch is 0";
  EXPECT_EQ(relation(*rpm, "1:0.1", "9-9"), '>');
  EXPECT_EQ(relation(*rpm, "1.0", "1.0-1"), '<') << "no release sorts before any, else the order would not be one";
  EXPECT_EQ(relation(*rpm, "1-2-3", "1-2"), '>');
  EXPECT_EQ(relation(*rpm, ":1", "1"), '=');
}

TEST(Dpkg, Validity) {
  const Scheme* dpkg = find_scheme("dpkg");
  for (const char* good : {"1", "1~", "1:2:3-4", "2147483647:1", "1-1-1", "0.1+dfsg~rc1-2ubuntu1~22.04.1"})
    EXPECT_TRUE(dpkg->valid(good)) << good;
  for (const char* bad : {"", "a1", "1-", ":1", "a:1", "1:", "-1", "1_0", "1-1_2", "2147483648:1", "99999999999999999999:1", "1 2"})
    EXPECT_FALSE(dpkg->valid(bad)) << bad;
}

TEST(Fuzz, Corpus) { REPLAY_CORPUS(version_fuzz); }

}  // namespace
}  // namespace batten::version
