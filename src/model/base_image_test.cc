// SPDX-License-Identifier: Apache-2.0
#include "model/base_image.h"

#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "model/report.h"

namespace batten::model {
namespace {

std::size_t add_package(Report& report, std::string name, std::string version, int layer) {
  Package& package = report.packages.emplace_back();
  package.type = "deb", package.name = std::move(name), package.version = std::move(version), package.arch = "amd64";
  package.location.layer_index = layer;
  return report.packages.size() - 1;
}

void add_finding(Report& report, std::string id, std::size_t package, State state = State::kAffected) {
  Finding& finding = report.findings.emplace_back();
  finding.id = std::move(id), finding.package_index = package, finding.state = state, finding.severity = Severity::kHigh;
}

// libc and zlib of the base, openssl updated in an own layer, curl new in it.
Report built() {
  Report out;
  out.layers.resize(3);
  out.base_image = BaseImage{"debian:12", {}, 2, BaseEvidence::kGiven, {}};
  std::size_t libc = add_package(out, "libc6", "2.36-9", 0), zlib = add_package(out, "zlib1g", "1.2.13", 1);
  std::size_t openssl = add_package(out, "openssl", "3.0.15", 2), curl = add_package(out, "curl", "7.88", 2);
  add_finding(out, "CVE-1", libc, State::kFixed);
  add_finding(out, "CVE-2", libc);
  add_finding(out, "CVE-3", zlib);
  add_finding(out, "CVE-4", openssl);
  add_finding(out, "CVE-5", curl);
  return out;
}

TEST(BaseImage, APackageIsItsLayersOwner) {
  Report report = built();
  EXPECT_EQ(owner_of(report, report.packages[1]), LayerOwner::kBase);
  EXPECT_EQ(owner_of(report, report.packages[2]), LayerOwner::kOwn) << "updated in an own layer";
  report.packages[0].location.layer_index = -1;
  EXPECT_EQ(owner_of(report, report.packages[0]), LayerOwner::kUnknown);
  EXPECT_EQ(certain_owner_of(report, report.findings[2]), LayerOwner::kBase);
  report.base_image->evidence = BaseEvidence::kHistory;
  EXPECT_EQ(owner_of(report, report.findings[2]), LayerOwner::kBase);
  EXPECT_EQ(certain_owner_of(report, report.findings[2]), LayerOwner::kUnknown) << "a guess decides nothing";
  report.base_image.reset();
  EXPECT_EQ(owner_of(report, report.findings[2]), LayerOwner::kUnknown);
}

TEST(BaseImage, CountsWhatCounts) {
  Report report = built();
  BaseSummary all = summarise_base(report);
  EXPECT_EQ(all.base, 3u);
  EXPECT_EQ(all.base_fixable, 1u);
  EXPECT_EQ(all.own, 2u);
  report.findings[0].suppressed_by = "decided";
  report.findings[1].state = State::kNotAffected;
  BaseSummary less = summarise_base(report);
  EXPECT_EQ(less.base, 1u);
  EXPECT_EQ(less.base_fixable, 0u);
}

TEST(BaseImage, AnotherBaseRemovesKeepsAndAdds) {
  Report report = built(), scanned;
  std::size_t libc = add_package(scanned, "libc6", "2.36-10", 0), openssl = add_package(scanned, "openssl", "3.0.11", 0);
  std::size_t bash = add_package(scanned, "bash", "5.2", 0);
  add_finding(scanned, "CVE-2", libc);     // stays
  add_finding(scanned, "CVE-9", libc);     // new
  add_finding(scanned, "CVE-4", openssl);  // here already, by the own layer's package
  add_finding(scanned, "CVE-8", openssl);  // of a package that the own layer replaces
  add_finding(scanned, "CVE-7", bash, State::kNotAffected);
  BaseCandidate compared = compare_base(report, scanned);
  EXPECT_EQ(compared.removes, (std::vector<std::size_t>{0, 2}));
  EXPECT_EQ(compared.stays, (std::vector<std::size_t>{1}));
  ASSERT_EQ(compared.adds.size(), 1u);
  EXPECT_EQ(compared.adds[0].id, "CVE-9");
  EXPECT_EQ(compared.adds[0].package, "libc6");
  EXPECT_EQ(compared.packages, 3u);
}

TEST(BaseImage, WhatSomebodyDecidedIsNeitherRemovedNorAdded) {
  Report report = built(), scanned;
  std::size_t libc = add_package(scanned, "libc6", "2.36-10", 0);
  add_finding(scanned, "CVE-9", libc);
  add_finding(scanned, "CVE-1", libc);
  scanned.findings[0].suppressed_by = report.findings[0].suppressed_by = "decided";
  BaseCandidate compared = compare_base(report, scanned);
  EXPECT_EQ(compared.removes, (std::vector<std::size_t>{1, 2}));
  EXPECT_TRUE(compared.adds.empty());
}

TEST(BaseImage, EvidenceHasNames) {
  EXPECT_EQ(evidence_name(BaseEvidence::kGiven), "given");
  EXPECT_EQ(evidence_name(BaseEvidence::kHistory), "history");
  EXPECT_EQ(evidence_text(BaseEvidence::kHistory), "a guess by the history");
}

}  // namespace
}  // namespace batten::model
