// SPDX-License-Identifier: Apache-2.0
#include "advisory/nvd.h"

#include <gtest/gtest.h>

#include "advisory/collecting_sink.h"
#include "base/format.h"

namespace batten::advisory {
namespace {

bool is_wanted(std::string_view product) { return product == "gnu:bash" || product == "erlang:erlang\\/otp"; }

CollectingSink imported(std::string_view configurations) {
  CollectingSink sink;
  EXPECT_TRUE(
      import_nvd("x.json", format(R"({{"cve":{{"id":"CVE-2024-0001","configurations":[{}]}}}})", configurations), &is_wanted, sink));
  return sink;
}

std::string match_of(std::string_view criteria, std::string_view bounds = "") {
  return format(R"({{"vulnerable":true,"criteria":"cpe:2.3:a:{}"{}}})", criteria, bounds);
}

TEST(Nvd, BoundsAndExactVersions) {
  CollectingSink sink =
      imported(format(R"({{"nodes":[{{"cpeMatch":[{},{},{}]}}]}})",
                      match_of("gnu:bash:*:*:*:*:*:*:*:*", R"(,"versionStartExcluding":"4.0","versionEndIncluding":"4.3")"),
                      match_of("gnu:bash:5.0:*:*:*:*:*:*:*"), match_of("gnu:zsh:*:*:*:*:*:*:*:*")));
  ASSERT_EQ(sink.rows.size(), 1u);
  EXPECT_EQ(sink.rows[0].package, "gnu:bash");
  EXPECT_EQ(sink.rows[0].ranges, (std::vector<model::VersionRange>{{.introduced = "4.0.0.0.1", .fixed = "", .last_affected = "4.3"}}));
  EXPECT_EQ(sink.rows[0].versions, std::vector<std::string>{"5.0"});
}

TEST(Nvd, ForeignSystemsAndPreReleasesAreLeftOut) {
  EXPECT_TRUE(imported(format(R"({{"nodes":[{{"cpeMatch":[{},{}]}}]}})", match_of("gnu:bash:*:*:*:*:*:windows:*:*"),
                              match_of("gnu:bash:5.0:rc1:*:*:*:*:*:*")))
                  .rows.empty());
  auto on = [](std::string_view match, std::string_view system) {
    return format(
        R"({{"operator":"AND","nodes":[{{"cpeMatch":[{}]}},{{"cpeMatch":[{{"vulnerable":false,"criteria":"cpe:2.3:o:{}:-:*:*:*:*:*:*:*"}}]}}]}})",
        match, system);
  };
  std::string bash = match_of("gnu:bash:*:*:*:*:*:*:*:*", R"(,"versionEndExcluding":"5")");
  EXPECT_TRUE(imported(on(bash, "apple:macos")).rows.empty());
  CollectingSink linux = imported(on(bash, "linux:linux_kernel"));
  ASSERT_EQ(linux.rows.size(), 1u);
  EXPECT_FALSE(linux.rows[0].note.empty());
}

TEST(Nvd, AnEscapedColonOrSlashBelongsToItsPart) {
  EXPECT_EQ(imported(format(R"({{"nodes":[{{"cpeMatch":[{}]}}]}})",
                            match_of(R"(erlang:erlang\\/otp:*:*:*:*:*:*:*:*)", R"(,"versionEndExcluding":"26.2")")))
                .rows.size(),
            1u);
}

TEST(Nvd, ObjectsOfAnArrayAreFoundWhateverTheirTextsHold) {
  std::vector<std::string> objects;
  auto visit = [&](std::string_view text) { objects.emplace_back(text); };
  EXPECT_TRUE(each_object_of(R"({"a":[{"vulnerabilities":[1]}],"b":"]}\"{","vulnerabilities": [ {"x":"}\"]"}, {"y":[{}]} ],"c":1})",
                             "vulnerabilities", visit));
  EXPECT_EQ(objects, (std::vector<std::string>{R"({"x":"}\"]"})", R"({"y":[{}]})"}));
  EXPECT_FALSE(each_object_of(R"({"a":["vulnerabilities"]})", "vulnerabilities", visit));
  EXPECT_FALSE(each_object_of("", "vulnerabilities", visit));
  EXPECT_TRUE(each_object_of(R"({"vulnerabilities":[{"x")", "vulnerabilities", visit)) << "cut off: what is there is visited";
}

}  // namespace
}  // namespace batten::advisory
