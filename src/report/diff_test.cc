// SPDX-License-Identifier: Apache-2.0
#include "report/diff.h"

#include <gtest/gtest.h>

#include "base/json.h"
#include "base/text.h"
#include "report/sample.h"

namespace batten::report {
namespace {

TEST(DiffFormats, OfTheSampleAgainstNothing) {
  model::Report empty, sample = sample_report();
  for (bool came : {true, false}) {
    const model::Report &before = came ? empty : sample, &after = came ? sample : empty;
    model::Diff diff = model::compare(before, after, nullptr);
    ASSERT_FALSE(diff.findings.empty());
    Options options;
    options.width = 60;
    std::string text = diff_text(diff, before, after, options);
    EXPECT_NE(text.find(came ? "  + " : "  - "), std::string::npos);
    EXPECT_NE(text.find("CVE-2024-5535"), std::string::npos);
    EXPECT_EQ(text.find('\x1b'), std::string::npos) << "nothing from an image reaches the terminal raw";
    EXPECT_EQ(text, base::to_utf8(text));
    std::string json_text = diff_json(diff, before, after);
    EXPECT_EQ(json_text.find('\x1b'), std::string::npos);
    auto document = json::Document::parse(json_text);
    ASSERT_TRUE(document) << document.error().message;
    EXPECT_EQ((*document)["schema"].string(), "batten.diff/1");
    EXPECT_EQ((*document)["packages"].size(), sample.packages.size());
    EXPECT_EQ((*document)["packages"].elements()[0]["change"].string(), came ? "came" : "went");
    EXPECT_EQ(static_cast<std::size_t>((*document)["summary"]["findings"][came ? "came" : "went"].integer().value_or(0)),
              diff.findings.size());
  }
}

TEST(DiffFormats, SaysWhatOfAFindingChanged) {
  model::Report before;
  model::Package& package = before.packages.emplace_back();
  package.type = "deb";
  package.name = "a";
  package.version = "1";
  model::Finding& finding = before.findings.emplace_back();
  finding.id = "CVE-1";
  finding.severity = model::Severity::kLow;
  before.findings.push_back(finding);
  before.findings[1].id = "CVE-2";
  model::Report after = before;
  after.findings[0].severity = model::Severity::kHigh;
  after.findings[0].state = model::State::kFixed;
  after.findings[0].fixed_version = "2";
  after.findings[1].suppressed_by = "OpenVEX f: fixed";
  after.notes.push_back({base::Note::Kind::kSkipped, "layer 1", "broken", ""});
  model::Diff diff = model::compare(before, after, nullptr);
  std::string text = diff_text(diff, before, after, {});
  EXPECT_NE(text.find("  ~ low -> high CVE-1 a 1 (affected -> fixed in 2)"), std::string::npos) << text;
  EXPECT_NE(text.find("  - low CVE-2 a 1 (affected): now hidden by OpenVEX f: fixed"), std::string::npos) << text;
  EXPECT_NE(text.find("What was not read of \"after\":\n  - layer 1: broken"), std::string::npos) << text;
  auto document = json::Document::parse(diff_json(diff, before, after));
  ASSERT_TRUE(document);
  EXPECT_EQ((*document)["findings"].elements()[0]["after"]["suppressed_by"].string(), "OpenVEX f: fixed");
  EXPECT_EQ((*document)["notes"].elements()[0]["of"].string(), "after");
}

TEST(DiffFormats, OfTheSampleAgainstItself) {
  model::Report sample = sample_report();
  model::Diff diff = model::compare(sample, sample, nullptr);
  std::string text = diff_text(diff, sample, sample, {});
  EXPECT_NE(text.find("Packages: 0 came, 0 went, 0 changed, "), std::string::npos) << text;
  EXPECT_NE(text.find("Findings: 0 came, 0 went, 0 changed, "), std::string::npos) << text;
}

}  // namespace
}  // namespace batten::report
