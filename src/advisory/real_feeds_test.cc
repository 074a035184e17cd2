// SPDX-License-Identifier: Apache-2.0
//
// The importers over whole feeds, where the shared data stands beside the
// checkout: the counts that its README gives.
#include <gtest/gtest.h>

#include <algorithm>
#include <set>

#include "advisory/temporary_directory.h"
#include "advisory/update.h"
#include "base/file.h"
#include "base/format.h"
#include "base/text.h"
#include "version/scheme.h"

namespace batten::advisory {
namespace {

std::string shared_directory() {
  std::string own = base::environment("BATTEN_SHARED");
  return own.empty() ? format("{}/../shared", BATTEN_SOURCE_DIR) : own;
}

using SourcePackages = std::set<std::pair<std::string, std::string>>;

// Source packages with versions of a dpkg status file.
SourcePackages sources_of(const std::string &path) {
  SourcePackages out;
  std::string name, version, source, source_version;
  auto finish = [&] {
    if (!name.empty()) out.emplace(source.empty() ? name : source, source_version.empty() ? version : source_version);
    name = version = source = source_version = "";
  };
  auto text = base::read_file(path, 64u << 20);
  EXPECT_TRUE(text);
  base::each_line(text ? *text : "", [&](std::string_view line) {
    if (line.empty()) finish();
    if (line.starts_with("Package: ")) name = line.substr(9);
    if (line.starts_with("Version: ")) version = line.substr(9);
    if (!line.starts_with("Source: ")) return;
    std::size_t open = line.find(" (");
    source = line.substr(8, open == std::string_view::npos ? open : open - 8);
    if (open != std::string_view::npos) source_version = line.substr(open + 2, line.size() - open - 3);
  });
  finish();
  return out;
}

bool is_affected(const model::Advisory &row, const std::string &version) {
  const version::Scheme *scheme = version::find_scheme(row.scheme);
  for (const model::VersionRange &range : row.ranges) {
    bool before_fix = range.fixed.empty() || scheme->compare(version, range.fixed) < 0;
    bool after_start = range.introduced.empty() || scheme->compare(version, range.introduced) >= 0;
    if (before_fix && after_start) return true;
  }
  return row.ranges.empty() && row.versions.empty() && row.state != model::State::kNotAffected;
}

struct Pairs {
  std::size_t fixable = 0, unfixed = 0;
};

class RealFeeds : public testing::Test {
 protected:
  static void SetUpTestSuite() { directory_ = new TemporaryDirectory; }
  static void TearDownTestSuite() {
    delete directory_;
    directory_ = nullptr;
  }
  void SetUp() override {
    if (!base::is_directory(shared_directory() + "/advisories")) GTEST_SKIP() << "whole feeds: no shared data";
  }
  static FeedStatus import(const std::string &feed) {
    UpdateOptions options;
    options.directory = directory_->path();
    options.feeds = {feed};
    options.from = shared_directory() + "/advisories";
    auto outcomes = update(options, base::silent_progress());
    EXPECT_TRUE(outcomes && outcomes->at(0).kind != FeedOutcome::Kind::kFailed && outcomes->at(0).kind != FeedOutcome::Kind::kAbsent)
        << feed;
    return outcomes ? outcomes->at(0).status : FeedStatus();
  }
  static Database database() { return *Database::open(directory_->path()); }

  static Pairs pairs(const std::string &feed, const std::string &ecosystem, const std::string &status_file) {
    Database opened = database();
    std::set<std::pair<std::string, std::string>> fixable, unfixed;
    for (const auto &[name, version] : sources_of(format("{}/images/dpkg/{}", shared_directory(), status_file))) {
      std::vector<model::Advisory> rows = *opened.advisories(feed, ecosystem, name);
      for (const model::Advisory &row : rows) {
        if (is_affected(row, version)) (row.state == model::State::kFixed ? fixable : unfixed).emplace(name, row.vulnerability_id);
      }
    }
    return {fixable.size(), unfixed.size()};
  }

  static TemporaryDirectory *directory_;
};
TemporaryDirectory *RealFeeds::directory_ = nullptr;

TEST_F(RealFeeds, Debian) {
  FeedStatus status = import("debian");
  EXPECT_EQ(status.refused, 0u);
  EXPECT_TRUE(status.data_date.starts_with("2025-02-12")) << status.data_date;
  EXPECT_GT(status.vulnerabilities, 33'800u);
  EXPECT_TRUE(verify_feed(directory_->path(), "debian"));
  Pairs current = pairs("debian", "debian:12", "debian-12-20241202-derived.status");
  EXPECT_EQ(current.fixable, 0u);
  EXPECT_EQ(current.unfixed, 34u);
  Pairs old = pairs("debian", "debian:12", "debian-12.0-derived.status");
  EXPECT_EQ(old.fixable, 23u);
  EXPECT_EQ(old.unfixed, 34u);

  Database opened = database();
  auto openssl = opened.vulnerability("debian", "CVE-2024-6119");
  ASSERT_TRUE(openssl);
  EXPECT_NE(std::find(openssl->aliases.begin(), openssl->aliases.end(), "DSA-5764-1"), openssl->aliases.end());
  EXPECT_TRUE(opened.has_ecosystem("debian", "debian:11"));
  EXPECT_FALSE(opened.has_ecosystem("debian", "alpine:3.17"));
}

TEST_F(RealFeeds, Ubuntu) {
  FeedStatus status = import("ubuntu");
  EXPECT_EQ(status.refused, 0u);
  EXPECT_EQ(status.vulnerabilities, 26'714u);
  EXPECT_EQ(pairs("ubuntu", "ubuntu:18.04", "ubuntu-18.04.status").fixable, 105u);
  EXPECT_EQ(pairs("ubuntu", "ubuntu-pro:18.04", "ubuntu-18.04.status").fixable, 14u);
}

TEST_F(RealFeeds, Alpine) {
  FeedStatus status = import("alpine");
  EXPECT_EQ(status.refused, 0u);
  Database opened = database();
  auto rows = opened.advisories("alpine", "alpine:3.20", "openssl");
  ASSERT_TRUE(rows);
  auto row =
      std::find_if(rows->begin(), rows->end(), [](const model::Advisory &entry) { return entry.vulnerability_id == "CVE-2024-5535"; });
  ASSERT_NE(row, rows->end());
  EXPECT_EQ(row->ranges.at(0).fixed, "3.3.1-r1");
  // One row per vulnerability, though secdb and the OSV archive both have it.
  EXPECT_EQ(
      std::count_if(rows->begin(), rows->end(), [](const model::Advisory &entry) { return entry.vulnerability_id == "CVE-2024-5535"; }), 1);
  EXPECT_FALSE(opened.vulnerability("alpine", "CVE-2024-5535")->description.empty());
}

TEST_F(RealFeeds, RpmDistributions) {
  EXPECT_EQ(import("almalinux").refused, 0u);
  EXPECT_EQ(import("rocky").refused, 0u);
  EXPECT_EQ(import("redhat").refused, 0u);
  Database opened = database();
  auto has = [&](const char *feed, const char *ecosystem, const char *package, const char *record, const char *fixed) {
    auto rows = opened.advisories(feed, ecosystem, package);
    return std::any_of(rows->begin(), rows->end(), [&](const model::Advisory &row) {
      return row.vulnerability_id == "CVE-2024-5535" && row.record_id == record && row.ranges.at(0).fixed == fixed;
    });
  };
  EXPECT_TRUE(has("almalinux", "almalinux:9", "openssl-libs", "ALSA-2024:9333", "1:3.2.2-6.el9_5"));
  EXPECT_TRUE(has("redhat", "redhat:9", "openssl-libs", "RHSA-2024:9333", "1:3.2.2-6.el9_5"));
  EXPECT_TRUE(opened.has_ecosystem("rocky", "rocky:9"));
  std::vector<model::Advisory> redhat = *opened.advisories("redhat", "redhat:9", "openssl-libs");
  for (const model::Advisory &row : redhat) EXPECT_FALSE(row.cpes.empty()) << row.record_id;
  EXPECT_TRUE(opened.advisories("rocky", "rocky:9", "openssl")->at(0).by_source);
  EXPECT_TRUE(opened.vulnerability("redhat", "RHSA-2024:9333"));
}

TEST_F(RealFeeds, GoSaysInWhichSymbolsAFlawIs) {
  EXPECT_EQ(import("golang").refused, 0u);
  Database opened = database();
  std::size_t with_symbols = 0;
  for (const char *module : {"stdlib", "toolchain", "golang.org/x/net", "github.com/RobotsAndPencils/go-saml"}) {
    auto rows = opened.advisories("golang", "golang", module);
    ASSERT_TRUE(rows && !rows->empty()) << module;
    with_symbols += static_cast<std::size_t>(std::ranges::count_if(*rows, [](const model::Advisory &row) { return !row.imports.empty(); }));
  }
  EXPECT_GT(with_symbols, 100u);
  auto rows = opened.advisories("golang", "golang", "github.com/RobotsAndPencils/go-saml");
  auto of_go = std::ranges::find_if(*rows, [](const model::Advisory &row) { return row.record_id == "GO-2020-0047"; });
  ASSERT_NE(of_go, rows->end());
  EXPECT_EQ(of_go->vulnerability_id, "CVE-2020-36563");
  EXPECT_EQ(of_go->imports, (std::vector<model::Import>{{.path = "github.com/RobotsAndPencils/go-saml",
                                                         .symbols = {"AuthnRequest.Validate", "NewAuthnRequest", "NewSignedResponse",
                                                                     "ServiceProviderSettings.GetAuthnRequest"},
                                                         .goos = {},
                                                         .goarch = {}}}));
}

TEST_F(RealFeeds, KevAndEpss) {
  EXPECT_EQ(import("kev").vulnerabilities, 1'662u);
  FeedStatus epss = import("epss");
  EXPECT_EQ(epss.vulnerabilities, 360'142u);
  EXPECT_EQ(epss.data_date, "2026-08-16T00:00:00Z");
  Database opened = database();
  EXPECT_EQ(opened.epss("CVE-1999-0001"), (model::Epss{.score = 0.03351, .percentile = 0.8765}));
  EXPECT_TRUE(opened.kev("CVE-2026-8037"));
}

}  // namespace
}  // namespace batten::advisory
