// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include "base/json.h"
#include "base/xml.h"
#include "report/assessment_format.h"
#include "report/assessment_sample.h"
#include "report/assessment_text.h"

namespace batten::report {
namespace {

TEST(AssessmentFormats, ExamplesAreThere) {
  ASSERT_GE(all_assessment_formats().size(), 6u);
  for (const AssessmentFormat* one : all_assessment_formats()) {
    SCOPED_TRACE(one->name);
    std::string out = one->write(sample_assessment(), {});
    EXPECT_FALSE(one->examples.empty());
    for (const FormatExample& example : one->examples)
      EXPECT_NE(out.find(example.contains), std::string::npos) << example.contains << "\n" << out;
    EXPECT_EQ(find_assessment_format(one->name), one);
  }
}

// Messages hold what files say: nothing of it may break out of a format.
TEST(AssessmentFormats, HostileText) {
  model::Assessment assessment = sample_assessment();
  for (model::CheckResult& result : assessment.results) result.message = result.subject = "a\x1b[31m\n::error::x\"</failure>]]>|`\xff";
  for (const AssessmentFormat* one : all_assessment_formats()) {
    SCOPED_TRACE(one->name);
    std::string out = one->write(assessment, {});
    EXPECT_EQ(out.find('\x1b'), std::string::npos) << out;
    if (one->media_type.ends_with("json")) {
      EXPECT_TRUE(json::Document::parse(out)) << out;
    }
    EXPECT_EQ(out.find("\n::error::x"), std::string::npos);
  }
}

TEST(AssessmentText, CountsAndFingerprints) {
  model::Assessment assessment = sample_assessment();
  AssessmentCounts counted = count_results(assessment);
  EXPECT_EQ(counted.failed, 2u);
  EXPECT_EQ(counted.suppressed, 1u);
  EXPECT_EQ(counted.unread, 1u);
  ResultFingerprints a, b;
  std::string first = a.next(assessment.results[0]);
  assessment.results[0].place.line = 77;
  EXPECT_EQ(b.next(assessment.results[0]), first);
  EXPECT_NE(b.next(assessment.results[0]), first);
}

TEST(AssessmentText, NothingFoundIsSaid) {
  model::Assessment assessment;
  assessment.files = {"Dockerfile"};
  EXPECT_EQ(assessment_summary(assessment), "no problem found in 1 file");
  assessment.notes = {{base::Note::Kind::kSkipped, "x", "y", ""}};
  EXPECT_EQ(assessment_summary(assessment), "no problem found in 1 file; 1 thing could not be read");
}

}  // namespace
}  // namespace batten::report
