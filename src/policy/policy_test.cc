// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include "base/time.h"
#include "policy/fail_on.h"
#include "policy/ignore_file.h"

namespace batten::policy {
namespace {

model::Finding finding(const std::string& id, model::Severity severity, model::State state = model::State::kAffected) {
  model::Finding out;
  out.id = id;
  out.severity = severity;
  out.state = state;
  return out;
}

model::Report report() {
  model::Report out;
  out.packages.resize(2);
  out.packages[0].name = "libssl3";
  out.packages[0].source_name = "openssl";
  out.packages[0].location.path = "var/lib/dpkg/status";
  out.packages[1].name = "bash";
  out.packages[1].location.path = "opt/x/status";
  out.findings = {finding("CVE-1", model::Severity::kCritical), finding("CVE-2", model::Severity::kHigh, model::State::kFixed)};
  out.findings[1].package_index = 1;
  out.findings[1].aliases = {"DSA-1"};
  return out;
}

TEST(FailOn, AllPartsMustHold) {
  using model::Severity;
  EXPECT_TRUE(violates(*parse_fail_on("high"), finding("x", Severity::kCritical)));
  EXPECT_FALSE(violates(*parse_fail_on("high"), finding("x", Severity::kMedium)));
  EXPECT_FALSE(violates(*parse_fail_on("high,fixable"), finding("x", Severity::kCritical)));
  EXPECT_TRUE(violates(*parse_fail_on("HIGH,fixable"), finding("x", Severity::kHigh, model::State::kFixed)));
  model::Finding exploited = finding("x", Severity::kLow);
  EXPECT_FALSE(violates(*parse_fail_on("kev"), exploited));
  exploited.kev.emplace();
  EXPECT_TRUE(violates(*parse_fail_on("kev"), exploited));
  EXPECT_FALSE(violates(*parse_fail_on("critical,kev"), exploited));
  EXPECT_TRUE(violates(*parse_fail_on("any"), finding("x", Severity::kUnknown)));
  exploited.suppressed_by = "looked at";
  EXPECT_FALSE(violates(*parse_fail_on("kev"), exploited));
  EXPECT_FALSE(parse_fail_on("hihg"));
  EXPECT_FALSE(parse_fail_on(""));
  EXPECT_FALSE(parse_fail_on("high,low"));
}

TEST(IgnoreFile, HidesWithReasonUntilItExpires) {
  auto rules =
      parse_ignore_file("ignore", "# comment\nCVE-1 package=openssl until=2026-01-31 reason=\"not reachable\"\nDSA-1\nCVE-9 reason=x\n");
  ASSERT_TRUE(rules) << rules.error().message;
  ASSERT_EQ(rules->rules.size(), 3u);
  model::Report before = report();
  apply_ignore_rules(*rules, *base::parse_time("2026-01-31T12:00:00Z"), before);
  EXPECT_EQ(before.findings[0].suppressed_by, "not reachable (ignore:2)");
  EXPECT_EQ(before.findings[1].suppressed_by, "ignore:3") << "by its alias";
  ASSERT_EQ(before.notes.size(), 2u);
  EXPECT_NE(before.notes[0].message.find("no reason"), std::string::npos);
  EXPECT_NE(before.notes[1].message.find("matches no finding"), std::string::npos);
  model::Report after = report();
  apply_ignore_rules(*rules, *base::parse_time("2026-02-01"), after);
  EXPECT_EQ(after.findings[0].suppressed_by, "");
  EXPECT_NE(after.notes[0].message.find("expired on 2026-01-31"), std::string::npos);
}

TEST(IgnoreFile, ByPathAndWildcard) {
  auto rules = parse_ignore_file("ignore", "* path=/opt/** reason=\"third party\"");
  ASSERT_TRUE(rules);
  model::Report all = report();
  apply_ignore_rules(*rules, 0, all);
  EXPECT_TRUE(all.findings[0].suppressed_by.empty());
  EXPECT_FALSE(all.findings[1].suppressed_by.empty());
}

TEST(IgnoreFile, BrokenLinesNameTheirPlace) {
  for (const char* text : {"\nCVE-1 until=soon", "\nCVE-1 reason=\"open", "\nCVE-1 something", "\n*", "\nCVE-1 colour=red"}) {
    auto rules = parse_ignore_file("ignore", text);
    ASSERT_FALSE(rules) << text;
    EXPECT_TRUE(rules.error().message.starts_with("ignore:2: ")) << rules.error().message;
  }
}

}  // namespace
}  // namespace batten::policy
