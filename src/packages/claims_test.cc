// SPDX-License-Identifier: Apache-2.0
#include "packages/claims.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <chrono>
#include <iterator>

#include "base/format.h"
#include "base/glob.h"
#include "model/distro_rank.h"

namespace batten::packages {
namespace {

std::vector<std::string> names(std::string_view path) {
  std::vector<std::string> out;
  for (const Cataloger* cataloger : find_catalogers(path)) out.emplace_back(cataloger->name);
  std::ranges::sort(out);
  return out;
}

using Names = std::vector<std::string>;

}  // namespace

TEST(Claims, FindTheCatalogers) {
  EXPECT_EQ(names("var/lib/dpkg/status"), Names{"dpkg"});
  EXPECT_EQ(names("var/lib/dpkg/status.d/tzdata"), Names{"dpkg"});
  EXPECT_EQ(names("var/lib/dpkg/status.d/tzdata.md5sums"), (Names{"dpkg", "dpkg_md5sums"}));
  EXPECT_EQ(names("var/lib/dpkg/info/bash.list"), Names{"dpkg_files"});
  EXPECT_EQ(names("usr/share/doc/bash/copyright"), Names{"dpkg_copyright"});
  EXPECT_EQ(names("usr/lib/sysimage/rpm/rpmdb.sqlite"), Names{"rpm_sqlite"});
  EXPECT_EQ(names("app/node_modules/a/package.json"), Names{"node_modules"});
  EXPECT_EQ(names("app/requirements-dev.txt"), Names{"python_requirements"});
  EXPECT_EQ(names("opt/conda/conda-meta/a-1-0.json"), Names{"conda_meta"});
  for (std::string_view path : {"", "a", "var/lib/dpkg", "status", "usr/share/doc/bash/changelog", "var/lib/dpkg/info/bash.postinst"}) {
    EXPECT_EQ(names(path), Names{}) << path;
    EXPECT_EQ(wanted_bytes(path), 0u);
  }
  EXPECT_EQ(wanted_bytes("var/lib/dpkg/status"), 64u << 20);
}

// The index says what asking every glob in turn says.
TEST(Claims, AgreeWithTheGlobs) {
  Names paths = {"etc/apt/sources.list.d/x.list", "etc/apt/sources.list.d/x.sources", "etc/apk/repositories.d/y.list",
                 "var/lib/dpkg/info/a:b.md5sums"};
  for (const Cataloger* cataloger : all_catalogers()) {
    for (std::string_view path : cataloger->matches) paths.emplace_back(path);
    for (std::string_view path : cataloger->matches_not) paths.emplace_back(path);
  }
  for (const std::string& path : paths) {
    Names expected;
    for (const Cataloger* cataloger : all_catalogers()) {
      if (std::ranges::any_of(cataloger->claims, [&](std::string_view glob) { return base::glob_match(glob, path); })) {
        expected.emplace_back(cataloger->name);
      }
    }
    std::ranges::sort(expected);
    EXPECT_EQ(names(path), expected) << path;
  }
}

// Paths that nobody claims, among them such as end like claimed ones.
TEST(Claims, AreFoundFast) {
  constexpr std::string_view kEnds[] = {".py", ".json", "/packages.json", ".txt", ".lock", "/METADATA"};
  Names paths;
  for (std::size_t i = 0; i < 100'000; ++i) {
    paths.push_back(format("usr/lib/python3/dist-packages/module{}/part{}{}", i % 997, i, kEnds[i % std::size(kEnds)]));
  }
  std::size_t found = 0;
  (void)find_catalogers("x");
  auto begin = std::chrono::steady_clock::now();
  for (const std::string& path : paths) found += find_catalogers(path).size();
  std::chrono::duration<double, std::milli> took = std::chrono::steady_clock::now() - begin;
  EXPECT_EQ(found, 0u);
  // Without optimisation and on a busy machine; in release mode it is a twentieth.
  EXPECT_LT(took.count(), 500.0);
  RecordProperty("milliseconds", format("{:.2f}", took.count()));
}

TEST(Claims, RevisionIsStable) {
  EXPECT_EQ(analyser_revision(), analyser_revision());
  EXPECT_NE(analyser_revision(), 0u);
}

TEST(DistroRank, OrdersThePaths) {
  using model::distro_rank;
  EXPECT_LT(distro_rank("etc/os-release"), distro_rank("usr/lib/os-release"));
  EXPECT_LT(distro_rank("usr/lib/os-release"), distro_rank("etc/debian_version"));
  EXPECT_LT(distro_rank("etc/centos-release"), distro_rank("etc/system-release"));
  EXPECT_LT(distro_rank("etc/system-release"), distro_rank("etc/other"));
  // Every file that a cataloger reads for it has a rank.
  for (const Cataloger* cataloger : all_catalogers()) {
    if (cataloger->name != "os_release" && cataloger->name != "release_file") continue;
    for (std::string_view path : cataloger->claims) EXPECT_LT(distro_rank(path), distro_rank("etc/other")) << path;
  }
}

}  // namespace batten::packages
