// SPDX-License-Identifier: Apache-2.0
//
// The importers over whole feeds, where the shared data stands beside the
// checkout: the counts that its README gives.
#include <gtest/gtest.h>

#include <algorithm>
#include <cstdlib>
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

TEST_F(RealFeeds, DistributionsWithOneLineOfUpdates) {
  EXPECT_EQ(import("amazon").refused, 0u);
  EXPECT_EQ(import("azurelinux").refused, 0u);
  FeedStatus arch = import("arch");
  EXPECT_EQ(arch.refused, 0u);
  EXPECT_EQ(arch.advisories, 8'563u);
  Database opened = database();
  auto row_of = [&](const char *feed, const char *ecosystem, const char *package, const char *id) {
    auto rows = opened.advisories(feed, ecosystem, package);
    auto at = std::ranges::find_if(*rows, [&](const model::Advisory &row) { return row.vulnerability_id == id; });
    return at == rows->end() ? model::Advisory() : *at;
  };
  EXPECT_EQ(row_of("amazon", "amazon:1", "httpd", "CVE-2011-3192").record_id, "ALAS-2011-1");
  EXPECT_EQ(row_of("amazon", "amazon:2023", "rsyslog", "CVE-2022-24903").record_id, "ALAS2023-2023-001");
  EXPECT_TRUE(opened.has_ecosystem("amazon", "amazon:2022"));
  auto kernel = opened.advisories("amazon", "amazon:2", "kernel");
  EXPECT_TRUE(std::ranges::any_of(*kernel, [](const model::Advisory &row) { return row.ranges[0].introduced == "5.10"; }));
  EXPECT_FALSE(std::ranges::any_of(*kernel, [](const model::Advisory &row) { return row.record_id.contains("LIVEPATCH"); }));
  model::Advisory oath = row_of("azurelinux", "azurelinux:3.0", "oath-toolkit", "CVE-2024-47191");
  EXPECT_EQ(oath.ranges.at(0).fixed, "0:2.6.7-3.azl3");
  EXPECT_EQ(oath.severity, model::Severity::kHigh);
  EXPECT_EQ(row_of("azurelinux", "mariner:2.0", "nghttp2", "CVE-2023-44487").state, model::State::kNotAffected);
  EXPECT_EQ(row_of("arch", "arch", "rsync", "CVE-2024-12747").ranges.at(0).fixed, "3.4.0-1");
}

// Small real files in the form that the vendors serve.
TEST_F(RealFeeds, Samples) {
  TemporaryDirectory samples;
  std::string archive = shared_directory() + "/advisories/formats/feed-format-samples.tar.zst";
  ASSERT_EQ(std::system(format("tar --zstd -xf {} -C {}", archive, samples.path()).c_str()), 0);
  auto import_sample = [&](const char *feed, const std::string &file) {
    UpdateOptions options;
    options.directory = directory_->path() + "/samples";
    options.feeds = {feed};
    options.from = samples.path() + "/" + file;
    auto outcomes = update(options, base::silent_progress());
    EXPECT_TRUE(outcomes && !outcomes->at(0).error)
        << feed << " " << file << ": " << (outcomes && outcomes->at(0).error ? outcomes->at(0).error->message : "");
    return outcomes ? outcomes->at(0).status : FeedStatus();
  };
  FeedStatus oracle = import_sample("oracle", "vuls-data-update/oracle/linux/com.oracle.elsa-all.xml.bz2");
  EXPECT_EQ(oracle.refused, 0u);
  EXPECT_GT(oracle.advisories, 10u);
  Database opened = *Database::open(directory_->path() + "/samples");
  auto hivex = opened.advisories("oracle", "oracle:8", "hivex");
  ASSERT_FALSE(hivex->empty());
  EXPECT_EQ(hivex->at(0).modularity, "virt:kvm_utils");
  auto bind = opened.advisories("oracle", "oracle:5", "bind");
  EXPECT_EQ(bind->at(0).arches, (std::vector<std::string>{"i386", "x86_64"}));
  EXPECT_EQ(opened.vulnerability("oracle", "CVE-2007-0493")->cvss.at(0).version, "2.0");
  for (const char *file : {"mock_data", "mock_ksplice_data"})
    EXPECT_EQ(import_sample("oracle", std::string("vunnel/oracle/") + file).refused, 0u) << file;
  // This sample ends inside its outermost element: what stands before is read, and that it is cut off is said.
  FeedStatus cut_off = import_sample("oracle", "vunnel/oracle/mock_per_arch_data");
  EXPECT_EQ(cut_off.refused, 1u);
  EXPECT_GT(cut_off.advisories, 10u);

  EXPECT_EQ(import_sample("photon", "vuls-data-update/photon/cve/happy/cve_data_photon5.0.json").refused, 0u);
  EXPECT_EQ(import_sample("photon", "vunnel/photon/input/cve_data_photon4.0.json").refused, 0u);
  for (const char *file : {"updateinfo_1.xml.gz", "updateinfo_2.xml.gz", "updateinfo_2_kernel-5.15.xml.gz", "updateinfo_2023.xml.gz",
                           "updateinfo_2023_kernel-livepatch.xml.gz", "updateinfo_2023_nvidia.xml.gz"})
    EXPECT_EQ(import_sample("amazon", std::string("vuls-data-update/amazon/") + file).refused, 0u) << file;
  EXPECT_EQ(import_sample("fedora", "vunnel/fedora/merge-input/FEDORA-2023-6d4055d482.json").advisories, 3u);
  FeedStatus vex = import_sample("redhat", "vuls-data-update/redhat/vex/v1/csaf_vex_2024-08-04.tar.zst");
  EXPECT_EQ(vex.refused, 0u);
  EXPECT_GT(vex.advisories, 100u);
  EXPECT_EQ(import_sample("redhat", "claircore/test/acceptance/cve-2025-40907-perl.json").refused, 0u);
  opened = *Database::open(directory_->path() + "/samples");
  auto fcgi = opened.advisories("redhat", "redhat:8", "perl-FCGI");
  auto of_line = [&](std::string_view version, std::string_view product) {
    return std::ranges::any_of(*fcgi, [&](const model::Advisory &row) {
      bool about = std::ranges::any_of(row.cpes, [&](const std::string &cpe) { return cpe.contains(product); });
      return row.modularity == "perl-FCGI:0.78" && row.ranges.at(0).fixed.contains(version) && about;
    });
  };
  EXPECT_TRUE(of_line("el8.10.0", ":enterprise_linux:8::appstream"));
  EXPECT_TRUE(of_line("el8.2.0", ":rhel_aus:8.2"));
  EXPECT_EQ(opened.advisories("redhat", "redhat:10", "perl-FCGI")->at(0).ranges.at(0).fixed, "1:0.82-13.1.el10_0");

  EXPECT_EQ(import_sample("nvd", "vunnel/nvd/full-page.json").refused, 0u);
  opened = *Database::open(directory_->path() + "/samples");
  EXPECT_FALSE(opened.advisories("nvd", "nvd", "oracle:mysql")->empty());
}

// A record of RubySec or FriendsOfPHP counts where no other is about the same vulnerability, and is known as another name of it elsewhere.
TEST_F(RealFeeds, RubyAndPhpHaveOneRowForEachVulnerability) {
  for (const char *feed : {"rubygems", "packagist", "bitnami"}) EXPECT_EQ(import(feed).refused, 0u) << feed;
  Database opened = database();
  auto records_of = [&](const char *feed, const char *ecosystem, const char *package, const char *id) {
    std::set<std::string> out;
    auto rows = opened.advisories(feed, ecosystem, package);
    for (const model::Advisory &row : *rows) {
      if (row.vulnerability_id == id) out.insert(row.record_id);
    }
    return out;
  };
  using Records = std::set<std::string>;
  EXPECT_EQ(records_of("rubygems", "gem", "rails", "CVE-2009-2422"), Records{"GHSA-rxq3-gm4p-5fj4"});
  EXPECT_EQ(records_of("packagist", "composer", "contao/core-bundle", "CVE-2020-25768"), Records{"GHSA-f7wm-x4gw-6m23"});
  auto known = opened.vulnerability("packagist", "CVE-2020-25768");
  EXPECT_NE(std::ranges::find(known->aliases, "friendsofphp/contao/core-bundle/CVE-2020-25768"), known->aliases.end());
  EXPECT_EQ(records_of("bitnami", "bitnami", "nginx", "CVE-2024-7347"), Records{"BIT-nginx-2024-7347"});
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
