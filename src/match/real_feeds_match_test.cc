// SPDX-License-Identifier: Apache-2.0
//
// Package lists of real images against whole feeds, where the shared data stands beside the checkout.
#include <gtest/gtest.h>

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <set>

#include "advisory/database.h"
#include "advisory/update.h"
#include "base/file.h"
#include "base/json.h"
#include "base/progress.h"
#include "base/text.h"
#include "match/match.h"
#include "version/scheme.h"

namespace batten::match {
namespace {

std::string shared_directory() {
  std::string own = base::environment("BATTEN_SHARED");
  return own.empty() ? std::string(BATTEN_SOURCE_DIR) + "/../shared" : own;
}

std::string_view after(std::string_view line, std::string_view field) {
  return line.starts_with(field) ? base::trim(line.substr(field.size())) : std::string_view();
}

// Installed packages of a dpkg status file, as far as matching needs them.
model::Inventory of_status(const std::string& path, const std::string& id, const std::string& version) {
  model::Inventory out;
  out.distro.id = id;
  out.distro.version_id = version;
  auto text = base::read_file(path, 64u << 20);
  EXPECT_TRUE(text);
  model::Package package;
  auto finish = [&] {
    if (package.source_name.empty()) package.source_name = package.name;
    if (package.source_version.empty()) package.source_version = package.version;
    if (!package.name.empty()) out.packages.push_back(package);
    package = {};
  };
  base::each_line(text ? *text : "", [&](std::string_view line) {
    if (line.empty()) finish();
    package.type = "deb";
    if (auto name = after(line, "Package:"); !name.empty()) package.name = name.substr(0, name.find(':'));
    if (auto value = after(line, "Version:"); !value.empty()) package.version = value;
    if (auto arch = after(line, "Architecture:"); !arch.empty()) package.arch = arch;
    auto source = after(line, "Source:");
    if (source.empty()) return;
    std::size_t open = source.find(" (");
    package.source_name = source.substr(0, open);
    if (open != std::string_view::npos) package.source_version = source.substr(open + 2, source.size() - open - 3);
  });
  finish();
  return out;
}

// Red Hat's list of an image's packages; the source package tells the epoch.
model::Inventory of_rpm_manifest(const std::string& path, const std::string& version) {
  model::Inventory out;
  out.distro.id = "rhel";
  out.distro.version_id = version;
  auto text = base::read_file(path, 64u << 20);
  EXPECT_TRUE(text);
  auto document = json::Document::parse(text ? *text : "{}");
  (*document)["rpms"].each([&](json::View rpm) {
    model::Package package;
    package.type = "rpm";
    package.name = rpm["name"].string();
    std::string build = std::string(rpm["version"].string()) + "-" + std::string(rpm["release"].string());
    std::string_view source = rpm["srpm_nevra"].string();  // "gcc-0:11.2.1-9.4.el9.src"
    std::size_t colon = source.find(':');
    if (colon == std::string_view::npos) return;
    std::size_t dash = source.rfind('-', colon);
    std::string epoch(source.substr(dash + 1, colon - dash));
    package.source_name = source.substr(0, dash);
    std::string source_build(source.substr(colon + 1, source.size() - colon - 5));
    package.version = source_build == build && epoch != "0:" ? epoch + build : build;
    package.source_version = source_build == build ? package.version : source_build;
    package.arch = rpm["architecture"].string();
    out.packages.push_back(std::move(package));
  });
  return out;
}

class RealFeeds : public testing::Test {
 protected:
  void SetUp() override {
    if (!base::is_directory(shared_directory() + "/advisories")) GTEST_SKIP() << "matching against whole feeds: no shared data";
    std::string name = testing::TempDir() + "batten-match-XXXXXX";
    ASSERT_NE(::mkdtemp(name.data()), nullptr);
    directory_ = name;
  }
  void TearDown() override {
    std::error_code ignored;
    if (!directory_.empty()) std::filesystem::remove_all(directory_, ignored);
  }

  Outcome match_with(const std::string& feed, const model::Inventory& inventory) {
    if (!std::filesystem::exists(directory_ + "/" + feed + ".mdb")) {
      advisory::UpdateOptions options;
      options.directory = directory_;
      options.feeds = {feed};
      options.from = shared_directory() + "/advisories";
      EXPECT_TRUE(advisory::update(options, base::silent_progress()));
    }
    auto database = advisory::Database::open(directory_);
    EXPECT_TRUE(database && database->has(feed));
    DatabaseLookup lookup(*database);
    auto outcome = match(inventory, lookup, {});
    EXPECT_TRUE(outcome);
    return outcome ? std::move(*outcome) : Outcome{};
  }

  // Source package and id of findings of one state.
  static std::size_t pairs(const Outcome& outcome, const model::Inventory& inventory, bool fixed) {
    std::set<std::pair<std::string, std::string>> out;
    for (const model::Finding& finding : outcome.findings) {
      if ((finding.state == model::State::kFixed) == fixed) out.emplace(inventory.packages[finding.package_index].source_name, finding.id);
    }
    return out.size();
  }
  static std::string status(const std::string& name) { return shared_directory() + "/images/dpkg/" + name; }

  std::string directory_;
};

// The numbers were counted with dpkg --compare-versions over the archive of Debian's OSV records.
TEST_F(RealFeeds, Debian) {
  model::Inventory updated = of_status(status("debian-12-20241202-derived.status"), "debian", "12");
  Outcome outcome = match_with("debian", updated);
  EXPECT_EQ(pairs(outcome, updated, true), 1u);
  EXPECT_EQ(pairs(outcome, updated, false), 36u);
  model::Inventory first = of_status(status("debian-12.0-derived.status"), "debian", "12");
  outcome = match_with("debian", first);
  EXPECT_EQ(pairs(outcome, first, true), 24u);
  EXPECT_EQ(pairs(outcome, first, false), 36u);
  for (const model::Finding& finding : outcome.findings) {
    EXPECT_FALSE(finding.explanation.record_id.empty()) << finding.id;
    EXPECT_FALSE(finding.explanation.range.empty()) << finding.id;
    EXPECT_EQ(finding.fixed_version.empty(), finding.state != model::State::kFixed) << finding.id;
  }
}

TEST_F(RealFeeds, Ubuntu) {
  model::Inventory image = of_status(status("ubuntu-18.04.status"), "ubuntu", "18.04");
  Outcome outcome = match_with("ubuntu", image);
  EXPECT_EQ(pairs(outcome, image, true), 105u);
  std::set<std::pair<std::string, std::string>> with_pro;
  for (const model::Finding& finding : outcome.findings) {
    if (!finding.explanation.note.contains("Ubuntu Pro")) continue;
    EXPECT_NE(finding.state, model::State::kFixed) << finding.id;
    with_pro.emplace(image.packages[finding.package_index].source_name, finding.id);
  }
  EXPECT_EQ(with_pro.size(), 14u);
}

// What Trivy listed of an image with rpm packages, without its findings.
model::Inventory of_rpm_list(const std::string& path, const std::string& id, const std::string& version) {
  model::Inventory out;
  out.distro.id = id;
  out.distro.version_id = version;
  auto text = base::read_file(path, 64u << 20);
  EXPECT_TRUE(text);
  auto document = json::Document::parse(text ? *text : "[]");
  document->root().each([&](json::View rpm) {
    model::Package package;
    package.type = "rpm";
    package.name = rpm["Name"].string();
    std::int64_t epoch = rpm["Epoch"].integer().value_or(0);
    package.version = epoch > 0 ? std::to_string(epoch) + ":" : "";
    package.version += std::string(rpm["Version"].string()) + "-" + std::string(rpm["Release"].string());
    package.source_name = rpm["SrcName"].string();
    package.source_version = std::string(rpm["SrcVersion"].string()) + "-" + std::string(rpm["SrcRelease"].string());
    package.arch = rpm["Arch"].string();
    out.packages.push_back(std::move(package));
  });
  return out;
}

// 788 pairs of a package and a CVE were counted with an independent comparison over the XML.
TEST_F(RealFeeds, AmazonLinux) {
  model::Inventory image = of_rpm_list(shared_directory() + "/images/inventories/trivy-amazon-2.json", "amzn", "2");
  ASSERT_EQ(image.packages.size(), 104u);
  Outcome outcome = match_with("amazon", image);
  std::set<std::pair<std::string, std::string>> found;
  for (const model::Finding& finding : outcome.findings) {
    EXPECT_EQ(finding.state, model::State::kFixed) << finding.id;
    EXPECT_FALSE(finding.explanation.record_id.contains("LIVEPATCH")) << finding.id;
    found.emplace(image.packages[finding.package_index].name, finding.id);
  }
  EXPECT_EQ(found.size(), 788u);
  // With every fix installed nothing is left.
  const version::Scheme* rpm = version::find_scheme("rpm");
  for (const model::Finding& finding : outcome.findings) {
    model::Package& package = image.packages[finding.package_index];
    if (rpm->compare(finding.fixed_version, package.version) > 0) package.version = finding.fixed_version;
  }
  EXPECT_TRUE(match_with("amazon", image).findings.empty());
}

// Programs as a cataloger of binaries gives them.
TEST_F(RealFeeds, ProgramsWithoutAPackage) {
  auto findings_of = [&](const std::string& feed, const std::string& name, const std::string& version) {
    model::Inventory image;
    model::Package package;
    package.type = "generic";
    package.name = name;
    package.version = version;
    image.packages = {package};
    std::set<std::string> out;
    for (const model::Finding& finding : match_with(feed, image).findings) out.insert(finding.id);
    return out;
  };
  std::set<std::string> nginx = findings_of("bitnami", "nginx", "1.25.3");
  EXPECT_TRUE(nginx.contains("CVE-2024-7347"));
  EXPECT_FALSE(nginx.contains("CVE-2022-41741")) << "fixed in 1.23.2";
  EXPECT_TRUE(findings_of("bitnami", "redis", "7.2.0").contains("CVE-2024-46981"));
  EXPECT_GT(findings_of("bitnami", "node", "18.0.0").size(), 20u);
  EXPECT_TRUE(findings_of("nvd", "openssl", "3.0.13").contains("CVE-2024-4741"));
}

// UBI 9 of May 2022. Nothing may be reported that is at, or beyond, a fix of its own release line.
TEST_F(RealFeeds, RedHat) {
  model::Inventory image = of_rpm_manifest(shared_directory() + "/images/inventories/redhat-ubi9-ubi-x86_64.rpm-manifest.json", "9.0");
  ASSERT_EQ(image.packages.size(), 181u);
  Outcome outcome = match_with("redhat", image);
  EXPECT_GE(outcome.findings.size(), 300u);
  auto has = [&](std::string_view id, std::string_view package, std::string_view fixed) {
    return std::any_of(outcome.findings.begin(), outcome.findings.end(), [&](const model::Finding& finding) {
      return finding.id == id && image.packages[finding.package_index].name == package && finding.fixed_version == fixed;
    });
  };
  EXPECT_TRUE(has("CVE-2022-3602", "openssl-libs", "1:3.0.1-43.el9_0"));
  EXPECT_TRUE(has("CVE-2023-0286", "openssl-libs", "1:3.0.1-46.el9_0")) << "the fix of 9.0's own support stream, not of 9.1";
  EXPECT_TRUE(has("CVE-2022-1271", "xz-libs", "0:5.2.5-8.el9_0"));
  // With every fix for 9.0 installed, what is left is what 9.0 never got a fix for.
  const version::Scheme* rpm = version::find_scheme("rpm");
  for (const model::Finding& finding : outcome.findings) {
    model::Package& package = image.packages[finding.package_index];
    if (!finding.fixed_version.contains(".el9_0") || rpm->compare(finding.fixed_version, package.version) < 0) continue;
    package.version = package.source_version = finding.fixed_version;
  }
  Outcome after_update = match_with("redhat", image);
  for (const model::Finding& finding : after_update.findings)
    EXPECT_FALSE(finding.fixed_version.contains(".el9_0")) << finding.id << " " << finding.fixed_version;
  EXPECT_LT(after_update.findings.size(), outcome.findings.size());
  EXPECT_FALSE(std::any_of(after_update.findings.begin(), after_update.findings.end(), [&](const model::Finding& finding) {
    return finding.id == "CVE-2023-0286" && image.packages[finding.package_index].name == "openssl-libs";
  })) << "at its published fix, although 9.1 and later have higher ones";
}

}  // namespace
}  // namespace batten::match
