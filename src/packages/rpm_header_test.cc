// SPDX-License-Identifier: Apache-2.0
#include "packages/rpm_header.h"

#include <gtest/gtest.h>

#include "packages/rpm_fixtures.h"
#include "packages/rpm_package.h"

namespace batten::packages {
namespace {

constexpr std::size_t kEnough = 1u << 20;

std::vector<RpmTag> minimal() { return {string_tag(1000, "a"), string_tag(1001, "1"), string_tag(1002, "2")}; }

std::vector<RpmTag> with(std::initializer_list<RpmTag> more) {
  std::vector<RpmTag> out = minimal();
  out.insert(out.end(), more);
  return out;
}

}  // namespace

TEST(RpmHeader, ReadsItsTags) {
  std::string blob = rpm_blob(with({numbers_tag(1003, {3}), string_tag(1022, "x86_64"), string_tag(1044, "s-1-2.src.rpm"),
                                    string_tag(1014, "MIT"), string_tag(1011, "V"), string_tag(1015, "P"), string_tag(5096, "m:1:2:3"),
                                    strings_tag(1117, {"b", "c"}), strings_tag(1118, {"/usr/", "/etc/"}), numbers_tag(1116, {1, 0})}));
  auto header = parse_rpm_header(blob, kEnough);
  ASSERT_TRUE(header) << header.error().message;
  EXPECT_EQ(header->name, "a");
  EXPECT_EQ(header->epoch, 3u);
  EXPECT_EQ(header->arch, "x86_64");
  EXPECT_EQ(header->source_rpm, "s-1-2.src.rpm");
  EXPECT_EQ(header->modularity, "m:1:2:3");
  EXPECT_EQ(header->files, (std::vector<std::string>{"/etc/b", "/usr/c"}));
  EXPECT_EQ(header->files_error, "");
}

TEST(RpmHeader, ALaterEntryReplacesAnEarlierOne) {
  std::string blob = rpm_blob(with({string_tag(1011, "first"), string_tag(1011, "second")}));
  auto header = parse_rpm_header(blob, kEnough);
  ASSERT_TRUE(header);
  EXPECT_EQ(header->vendor, "second");
}

TEST(RpmHeader, RefusesWhatDoesNotFit) {
  std::string good = rpm_blob(minimal());
  ASSERT_TRUE(parse_rpm_header(good, kEnough));
  for (std::size_t size = 0; size < good.size(); ++size) EXPECT_FALSE(parse_rpm_header(good.substr(0, size), kEnough)) << size;
  // Counts of 2^31 in the index and in an entry, an offset of 2^31.
  for (std::size_t at : {0u, 4u, 8u + 8u}) {
    std::string bad = good;
    bad.replace(at, 4, std::string("\x80\0\0\0", 4));
    EXPECT_FALSE(parse_rpm_header(bad, kEnough)) << at;
  }
  EXPECT_FALSE(parse_rpm_header(rpm_blob({string_tag(1000, "a"), string_tag(1001, "1")}), kEnough));
  EXPECT_FALSE(parse_rpm_header(rpm_blob(with({numbers_tag(1022, {1})})), kEnough)) << "a number where a string is needed";
  std::string open = rpm_blob(minimal());
  open.back() = 'x';
  EXPECT_FALSE(parse_rpm_header(open, kEnough)) << "a string without an end";
}

TEST(RpmHeader, KeepsThePackageWhenItsFileListIsBroken) {
  auto wrong_directory =
      parse_rpm_header(rpm_blob(with({strings_tag(1117, {"b"}), strings_tag(1118, {"/"}), numbers_tag(1116, {7})})), kEnough);
  ASSERT_TRUE(wrong_directory);
  EXPECT_EQ(wrong_directory->files_error, "file 0 is in directory number 7 of 1");
  RpmTag many = strings_tag(1117, {"b"});
  many.count = 1u << 31;
  RpmTag many_indexes = numbers_tag(1116, {0});
  many_indexes.count = 1u << 31;
  auto too_many = parse_rpm_header(rpm_blob(with({many, strings_tag(1118, {"/"}), many_indexes})), kEnough);
  ASSERT_TRUE(too_many);
  EXPECT_NE(too_many->files_error, "");
  EXPECT_TRUE(too_many->files.empty());
}

// One long directory name for many files.
TEST(RpmHeader, BoundsWhatFileNamesBecome) {
  std::vector<std::string> names(1000, "x");
  std::string blob = rpm_blob(with(
      {strings_tag(1117, names), strings_tag(1118, {std::string(100'000, 'd')}), numbers_tag(1116, std::vector<std::uint32_t>(1000, 0))}));
  auto header = parse_rpm_header(blob, kEnough);
  ASSERT_TRUE(header);
  EXPECT_EQ(header->files_error, "too many file names");
  EXPECT_LE(header->files.size(), 10u);
}

TEST(RpmPackage, SplitsTheNameOfTheSourcePackage) {
  model::Package package;
  package.name = "bash-doc";
  package.version = "2:5.1.8-6.el9";
  set_source_rpm("bash-5.1.8-6.el9.src.rpm", package);
  EXPECT_EQ(package.source_name, "bash");
  EXPECT_EQ(package.source_version, "2:5.1.8-6.el9");  // built from that version: the same epoch
  set_source_rpm("gcc-toolset-12-12.0-6.el9.nosrc.rpm", package);
  EXPECT_EQ(package.source_name, "gcc-toolset-12");
  EXPECT_EQ(package.source_version, "12.0-6.el9");
  for (std::string_view none : {"", "(none)", "x.src.rpm", "-1-2.src.rpm", "a-1.src.rpm"}) {
    set_source_rpm(none, package);
    EXPECT_EQ(package.source_name, "bash-doc") << none;
    EXPECT_EQ(package.source_version, "2:5.1.8-6.el9") << none;
  }
}

}  // namespace batten::packages
