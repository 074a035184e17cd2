// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include "scan/pipeline.h"

namespace batten::scan {
namespace {

using base::Note;

// A package of the base with one finding.
model::Report built() {
  model::Report out;
  out.layers.resize(2);
  out.base_image = model::BaseImage{"debian:12", {}, 1, model::BaseEvidence::kGiven, {}};
  model::Package& package = out.packages.emplace_back();
  package.type = "deb", package.name = "libc6", package.location.layer_index = 0;
  out.findings.emplace_back().id = "CVE-1";
  return out;
}

Scanned candidate() {
  Scanned out;
  out.report.source.name = "debian:13";
  out.report.feeds = {{"debian", "2026-01-01", 1, ""}, {"epss", "", 0, "not in the database"}};
  return out;
}

TEST(BaseCandidate, IsComparedWhenItsAdvisoriesAreThere) {
  model::Report report = built();
  compare_with_candidate(candidate(), report);
  ASSERT_TRUE(report.base_image->candidate);
  EXPECT_EQ(report.base_image->candidate->name, "debian:13");
  EXPECT_EQ(report.base_image->candidate->removes, std::vector<std::size_t>{0});
  EXPECT_TRUE(report.base_image->candidate->whole);
  EXPECT_TRUE(report.notes.empty());
}

TEST(BaseCandidate, WithoutAdvisoriesNothingIsRemoved) {
  model::Report report = built();
  Scanned other = candidate();
  other.report.feeds = {{"debian", "", 0, "not in the database"}, {"repository", "2026-01-01", 9, ""}};
  compare_with_candidate(other, report);
  EXPECT_FALSE(report.base_image->candidate);
  ASSERT_EQ(report.notes.size(), 1u);
  EXPECT_EQ(report.notes[0].message, "not compared: no vulnerability feed for it was used");
}

TEST(BaseCandidate, WhatWasNotReadOfItIsSaid) {
  model::Report report = built();
  Scanned other = candidate();
  other.report.notes = {{Note::Kind::kSkipped, "layer sha256:1", "broken", ""}, {Note::Kind::kInfo, "x", "y", ""}};
  compare_with_candidate(other, report);
  EXPECT_FALSE(report.base_image->candidate->whole);
  ASSERT_EQ(report.notes.size(), 1u);
  EXPECT_EQ(report.notes[0].where, "base candidate debian:13: layer sha256:1");
  other = candidate();
  other.report.feeds.push_back({"pypi", "", 0, "not in the database"});
  compare_with_candidate(other, report);
  EXPECT_FALSE(report.base_image->candidate->whole) << "some of its packages were not judged";
}

TEST(BaseCandidate, WithoutABaseThereIsNothingToCompare) {
  model::Report report = built();
  report.base_image.reset();
  compare_with_candidate(candidate(), report);
  ASSERT_EQ(report.notes.size(), 1u);
  EXPECT_EQ(report.notes[0].hint, "--base names it");
}

}  // namespace
}  // namespace batten::scan
