// SPDX-License-Identifier: Apache-2.0
#include "update/tags.h"

#include <gtest/gtest.h>

#include "base/format.h"
#include "base/text.h"
#include "update/tag_choice.h"

namespace batten::update {
namespace {

std::string shown(const TagVersion& tag) {
  std::string numbers, revision, variants;
  for (auto number : tag.numbers) numbers += (numbers.empty() ? "" : ".") + std::to_string(number);
  for (auto number : tag.revision) revision += (revision.empty() ? "" : ".") + std::to_string(number);
  for (const auto& list : tag.variants) {
    std::string one;
    for (auto number : list) one += (one.empty() ? "" : ".") + std::to_string(number);
    variants += (variants.empty() ? "" : ",") + one;
  }
  return format("{}|{}|{}|{}|{}|{}{}", tag.prefix, numbers, tag.pre, tag.variant, variants, revision, tag.date ? "|date" : "");
}

TEST(Tags, AreReadInParts) {
  struct Case {
    std::string_view tag, parts;
  };
  constexpr Case kCases[] = {
      {"latest", "|||latest||"},
      {"stable-slim", "|||stable-slim||"},
      {"1.25.3", "|1.25.3||||"},
      {"1.25.3-alpine3.18", "|1.25.3||alpine#|3.18|"},
      {"1.25.3-alpine3.18-perl", "|1.25.3||alpine#-perl|3.18|"},
      {"3.12.1-slim-bookworm", "|3.12.1||slim-bookworm||"},
      {"v2.0.0-rc.1-slim", "v|2.0.0|rc.1|slim||"},
      {"v2.0.0-rc1", "v|2.0.0|rc1|||"},
      {"release-1.2", "release-|1.2||||"},
      {"3.13.0a1", "|3.13.0|a1|||"},
      {"3.13.0b2-slim", "|3.13.0|b2|slim||"},
      {"17beta2-alpine", "|17|beta2|alpine||"},
      {"17.0.2_8-jdk-jammy", "|17.0.2.8||jdk-jammy||"},
      {"8u312-b07-jdk", "|8.312||jdk||7"},
      {"17-ea-jdk-slim", "|17|ea|jdk-slim||"},
      {"1.2.3-debian-12-r5", "|1.2.3||debian-#|12|5"},
      {"1.2.3-debian-12", "|1.2.3||debian-#|12|"},
      {"1.2.3-ls45", "|1.2.3||||45"},
      {"1.2.3-2", "|1.2.3||||2"},
      {"amd64-1.2.3-ls20", "amd64-|1.2.3||||20"},
      {"arm64v8-3.19", "arm64v8-|3.19||||"},
      {"bookworm-20240115-slim", "bookworm-|20240115||slim|||date"},
      {"20240115", "|20240115|||||date"},
      {"20240115.2", "|20240115||||2|date"},
      {"RELEASE.2024-01-16T16-07-38Z", "release.|20240116||||16.7.38|date"},
      {"2024.01.15", "|20240115|||||date"},
      {"2024.1.3", "|2024.1.3||||"},
      {"22.04", "|22.04||||"},
      {"2022-CU12-ubuntu-22.04", "|2022||ubuntu-#|22.4|12"},
      {"12.3.1-runtime-ubuntu22.04", "|12.3.1||runtime-ubuntu#|22.4|"},
      {"4.1.100.Final", "|4.1.100||final||"},
      {"10.1.0-M16-jdk17", "|10.1.0|m16|jdk#|17|"},
      {"php8.2-apache", "php|8.2||apache||"},
      {"3f9a2c1", "|||3f9a2c1||"},
      {"sha-3f9a2c1", "|||sha-3f9a2c1||"},
      {"", "|||||"},
      {"99999999999999999999999", "|||99999999999999999999999||"},
  };
  for (const Case& one : kCases) {
    std::string want(one.parts);
    if (one.tag == "22.04") want = "|22.4||||";
    EXPECT_EQ(shown(read_tag(one.tag)), want) << one.tag;
  }
}

TEST(Tags, AreOrdered) {
  struct Case {
    std::string_view left, right;
  };
  // Left comes before right.
  constexpr Case kCases[] = {{"1.2.3", "1.2.10"},
                             {"1.9", "1.10"},
                             {"1.2.3-rc1", "1.2.3"},
                             {"1.2.3-rc2", "1.2.3-rc10"},
                             {"1.2.3-alpha", "1.2.3-beta"},
                             {"3.13.0a1", "3.13.0b1"},
                             {"3.13.0b9", "3.13.0rc1"},
                             {"1.2.3-alpine3.9", "1.2.3-alpine3.18"},
                             {"1.2.3-r1", "1.2.3-r12"},
                             {"bookworm-20231120", "bookworm-20240115"},
                             {"RELEASE.2024-01-16T16-07-38Z", "RELEASE.2024-01-16T17-00-00Z"},
                             {"8u292", "8u312"}};
  for (const Case& one : kCases) {
    TagVersion left = read_tag(one.left), right = read_tag(one.right);
    EXPECT_TRUE(same_family(left, right)) << one.left << " " << one.right;
    EXPECT_TRUE(compare_tags(left, right) < 0) << one.left << " " << one.right;
    EXPECT_TRUE(compare_tags(right, left) > 0) << one.left << " " << one.right;
    EXPECT_TRUE(compare_tags(left, left) == 0) << one.left;
  }
}

TEST(Tags, OtherFamilies) {
  for (auto [left, right] : {std::pair("1.2.3", "1.2.3-alpine"),
                             {"1.2.3", "v1.2.3"},
                             {"1.2", "1.2.3"},
                             {"1.2.3-slim", "1.2.4-alpine"},
                             {"bookworm-20240115", "trixie-20240115"},
                             {"1.2.3-slim-bookworm", "1.2.3-slim-trixie"},
                             {"latest", "1.2"},
                             {"20240115", "12"},
                             {"amd64-1.2.3", "arm64-1.2.3"},
                             {"1.2.3", "sha-1234567"}}) {
    EXPECT_FALSE(same_family(read_tag(left), read_tag(right))) << left << " " << right;
  }
}

// Tags as repositories have them, in no order, with what is no version among them.
const std::vector<std::string> kNginx{"latest",
                                      "stable",
                                      "1",
                                      "1.25",
                                      "1.26",
                                      "1.25.3",
                                      "1.25.10",
                                      "1.25.4",
                                      "1.26.0",
                                      "1.26.1",
                                      "2.0.0",
                                      "1.25.3-alpine",
                                      "1.25.4-alpine",
                                      "1.25.4-alpine3.18",
                                      "1.25.3-alpine3.18",
                                      "1.25.5-alpine3.19",
                                      "1.25.4-alpine-slim",
                                      "1.26.0-alpine",
                                      "mainline",
                                      "1.25.4-perl",
                                      "1.24.0",
                                      "1.27.0-rc1"};
const std::vector<std::string> kPython{"3.12.1-slim-bookworm",   "3.12.2-slim-bookworm",    "3.12.2-slim-trixie",
                                       "3.13.0a1-slim-bookworm", "3.13.0rc1-slim-bookworm", "3.13.0-slim-bookworm",
                                       "3.12-slim-bookworm",     "3.12.2-alpine3.19",       "3"};
const std::vector<std::string> kBitnami{"1.2.3-debian-11-r5", "1.2.3-debian-11-r6", "1.2.3-debian-12-r0", "1.2.4-debian-12-r1", "1.2.3"};
const std::vector<std::string> kDebian{"bookworm",
                                       "bookworm-20231120-slim",
                                       "bookworm-20240115-slim",
                                       "bookworm-20240211-slim",
                                       "trixie-20240115-slim",
                                       "bookworm-20240211",
                                       "12",
                                       "12.4",
                                       "12.5",
                                       "sid-20240115-slim"};
const std::vector<std::string> kMinio{"RELEASE.2024-01-16T16-07-38Z", "RELEASE.2024-01-18T22-51-28Z", "RELEASE.2024-01-13T07-53-03Z-cpuv1",
                                      "latest", "RELEASE.2023-12-20T01-00-02Z"};
const std::vector<std::string> kK8s{"v1.29.0", "v1.29.1", "v1.30.0-alpha.1", "v1.30.0", "1.29.2", "v1.29.1-arm64", "v2.0.0"};

std::string newer(const std::string& running, const std::vector<std::string>& tags, const std::string& policy,
                  const std::function<void(Settings&)>& more = {}) {
  Settings settings;
  if (policy == "patch") settings.tags = TagPolicy::kPatch;
  if (policy == "minor") settings.tags = TagPolicy::kMinor;
  if (policy == "major") settings.tags = TagPolicy::kMajor;
  if (policy == "digest") settings.tags = TagPolicy::kDigest;
  if (policy.starts_with("range ")) settings.tags = TagPolicy::kRange, settings.range = policy.substr(6);
  if (policy.starts_with("regex ")) settings.tags = TagPolicy::kRegex, settings.pattern = policy.substr(6);
  if (more) more(settings);
  auto found = newer_tags(running, tags, settings);
  if (!found) return "error: " + found.error().message;
  std::vector<std::string> names;
  for (const NewerTag& tag : *found) names.push_back(tag.tag);
  return base::join(names, " ");
}

TEST(NewerTags, BySteps) {
  EXPECT_EQ(newer("1.25.3", kNginx, "digest"), "");
  EXPECT_EQ(newer("1.25.3", kNginx, "patch"), "1.25.4 1.25.10");
  EXPECT_EQ(newer("1.25.3", kNginx, "minor"), "1.25.4 1.25.10 1.26.0 1.26.1");
  EXPECT_EQ(newer("1.25.3", kNginx, "major"), "1.25.4 1.25.10 1.26.0 1.26.1 2.0.0");
  EXPECT_EQ(newer("1.25", kNginx, "patch"), "");  // what it points to moves by itself
  EXPECT_EQ(newer("1.25", kNginx, "minor"), "1.26");
  EXPECT_EQ(newer("1", kNginx, "major"), "");
  EXPECT_EQ(newer("latest", kNginx, "major"), "");
  EXPECT_EQ(newer("2.0.0", kNginx, "major"), "");
  EXPECT_EQ(newer("v1.29.0", kK8s, "minor"), "v1.29.1 v1.30.0");
}

TEST(NewerTags, VariantsAreKept) {
  EXPECT_EQ(newer("1.25.3-alpine", kNginx, "minor"), "1.25.4-alpine 1.26.0-alpine");
  EXPECT_EQ(newer("1.25.3-alpine3.18", kNginx, "patch"), "1.25.4-alpine3.18");
  EXPECT_EQ(newer("1.25.3-alpine3.18", kNginx, "minor"), "1.25.4-alpine3.18 1.25.5-alpine3.19");
  EXPECT_EQ(newer("1.25.5-alpine3.19", kNginx, "major"), "");
  EXPECT_EQ(newer("3.12.1-slim-bookworm", kPython, "major"), "3.12.2-slim-bookworm 3.13.0-slim-bookworm");
  EXPECT_EQ(newer("1.2.3-debian-11-r5", kBitnami, "patch"), "1.2.3-debian-11-r6");
  EXPECT_EQ(newer("1.2.3-debian-11-r5", kBitnami, "minor"), "1.2.3-debian-11-r6 1.2.3-debian-12-r0 1.2.4-debian-12-r1");
  EXPECT_EQ(newer("1.25.3-alpine", kNginx, "patch", [](Settings& settings) { settings.keep_variant = false; }),
            "1.25.4 1.25.4-alpine 1.25.4-alpine-slim 1.25.4-alpine3.18 1.25.4-perl 1.25.5-alpine3.19 1.25.10");
}

TEST(NewerTags, Prereleases) {
  auto with = [](Settings& settings) { settings.prereleases = true; };
  EXPECT_EQ(newer("1.25.3", kNginx, "minor", with), "1.25.4 1.25.10 1.26.0 1.26.1 1.27.0-rc1");
  EXPECT_EQ(newer("3.13.0a1-slim-bookworm", kPython, "patch"), "3.13.0rc1-slim-bookworm 3.13.0-slim-bookworm");
  EXPECT_EQ(newer("v1.29.1", kK8s, "minor", with), "v1.30.0-alpha.1 v1.30.0");
}

TEST(NewerTags, Dates) {
  EXPECT_EQ(newer("bookworm-20231120-slim", kDebian, "patch"), "bookworm-20240115-slim bookworm-20240211-slim");
  EXPECT_EQ(newer("RELEASE.2024-01-16T16-07-38Z", kMinio, "patch"), "RELEASE.2024-01-18T22-51-28Z");
  EXPECT_EQ(newer("12.4", kDebian, "minor"), "12.5");
}

TEST(NewerTags, RangesAndPatterns) {
  EXPECT_EQ(newer("1.25.3", kNginx, "range ^1.25"), "1.25.4 1.25.10 1.26.0 1.26.1");
  EXPECT_EQ(newer("1.25.3", kNginx, "range ~1.25.3"), "1.25.4 1.25.10");
  EXPECT_EQ(newer("1.25.3-alpine", kNginx, "range <1.26"), "1.25.4-alpine");
  EXPECT_EQ(newer("latest", kNginx, R"(regex 1\.2[56]\.[0-9]+)"), "1.25.3 1.25.4 1.25.10 1.26.0 1.26.1");
  EXPECT_EQ(newer("1.25.3", kNginx, R"(regex 1\.[0-9.]+-alpine)"), "1.25.4-alpine 1.26.0-alpine");
  EXPECT_TRUE(newer("1.25.3", kNginx, "range >>1").starts_with("error: ")) << newer("1.25.3", kNginx, "range >>1");
  EXPECT_TRUE(newer("1.25.3", kNginx, "regex (").starts_with("error: "));
}

}  // namespace
}  // namespace batten::update
