// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include "base/time.h"
#include "policy/fail_on.h"
#include "policy/ignore_file.h"
#include "policy/scorecard.h"

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
  auto violates = [](const FailOn& rule, const model::Finding& found) { return policy::violates(rule, found, {}); };
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

// libssl3 comes with the base image, bash with an own layer.
model::Report built(model::BaseEvidence evidence) {
  model::Report out = report();
  out.layers.resize(2);
  out.packages[0].type = out.packages[1].type = "deb";
  out.packages[0].location.layer_index = 0;
  out.packages[1].location.layer_index = 1;
  out.base_image = model::BaseImage{"debian:12", {}, 1, evidence, {}};
  return out;
}

TEST(FailOn, OwnAndBaseAskWhoseLayerItIs) {
  model::Report known = built(model::BaseEvidence::kGiven), guessed = built(model::BaseEvidence::kHistory);
  auto holds = [](const char* rule, const model::Report& about, std::size_t finding) {
    return violates(*parse_fail_on(rule), about.findings[finding], about);
  };
  EXPECT_FALSE(holds("high,own", known, 0));
  EXPECT_TRUE(holds("high,own", known, 1));
  EXPECT_TRUE(holds("base", known, 0));
  EXPECT_FALSE(holds("base", known, 1));
  EXPECT_FALSE(holds("critical,own", known, 1)) << "all parts must hold";
  for (std::size_t finding : {0u, 1u}) {
    EXPECT_TRUE(holds("own", guessed, finding)) << "what is not known makes no run pass";
    EXPECT_TRUE(holds("base", guessed, finding));
  }
  EXPECT_FALSE(parse_fail_on("own,base"));
  note_undecided(*parse_fail_on("own"), known);
  EXPECT_TRUE(known.notes.empty());
  note_undecided(*parse_fail_on("high"), guessed);
  EXPECT_TRUE(guessed.notes.empty());
  note_undecided(*parse_fail_on("own"), guessed);
  ASSERT_EQ(guessed.notes.size(), 1u);
  EXPECT_EQ(guessed.notes[0].message, "the base image is a guess, so every finding counts");
}

TEST(IgnoreFile, TypeLayerAndPath) {
  auto hidden = [](std::string_view line, model::Report about) {
    auto rules = parse_ignore_file("ignore", line);
    EXPECT_TRUE(rules) << rules.error().message;
    if (rules) apply_ignore_rules(*rules, 0, about);
    std::string out;
    for (const model::Finding& found : about.findings) out += found.suppressed_by.empty() ? '-' : 'x';
    for (const base::Note& note : about.notes) out += note.kind == base::Note::Kind::kDegraded ? " !" : "";
    return out;
  };
  model::Report known = built(model::BaseEvidence::kGiven);
  EXPECT_EQ(hidden("* layer=base reason=x", known), "x-");
  EXPECT_EQ(hidden("* layer=own reason=x", known), "-x");
  EXPECT_EQ(hidden("* layer=base reason=x", built(model::BaseEvidence::kHistory)), "-- !") << "a guess hides nothing, and that is said";
  EXPECT_EQ(hidden("* layer=base reason=x", report()), "-- !");
  known.packages[1].type = "pypi";
  known.packages[1].location.path = "usr/lib/python3/dist-packages/x-1.dist-info/METADATA";
  EXPECT_EQ(hidden("* type=PyPI reason=x", known), "-x");
  EXPECT_EQ(hidden("* path=usr/lib/python3/** reason=x", known), "-x");
  EXPECT_EQ(hidden("* path=/usr/lib/python3/** type=deb reason=x", known), "--");
  EXPECT_FALSE(parse_ignore_file("f", "* layer=mine"));
  EXPECT_FALSE(parse_ignore_file("f", "CVE-1 type="));
}

TEST(IgnoreFile, ReadsPlainListsOfIds) {
  auto rules = parse_ignore_file(".trivyignore", "# accept the risk\nCVE-1\n\nDSA-1 exp:2026-01-31\nAVD-DS-0002\n");
  ASSERT_TRUE(rules) << rules.error().message;
  model::Report before = report(), after = report();
  apply_ignore_rules(*rules, *base::parse_time("2026-01-31T12:00:00Z"), before);
  EXPECT_EQ(before.findings[0].suppressed_by, ".trivyignore:2");
  EXPECT_EQ(before.findings[1].suppressed_by, ".trivyignore:4");
  ASSERT_EQ(before.notes.size(), 3u) << "two without a reason, one that nothing matches";
  EXPECT_EQ(before.notes[2].message, "the rule for AVD-DS-0002 matches no finding");
  EXPECT_EQ(before.notes[2].kind, base::Note::Kind::kInfo);
  apply_ignore_rules(*rules, *base::parse_time("2026-02-01T00:00:00Z"), after);
  EXPECT_EQ(after.findings[1].suppressed_by, "");
  auto yaml = parse_ignore_file(".trivyignore.yaml", "vulnerabilities:\n  - id: CVE-1\n");
  ASSERT_FALSE(yaml);
  EXPECT_NE(yaml.error().message.find("YAML"), std::string::npos) << yaml.error().message;
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

TEST(IgnoreFile, ByPackageUrlAndState) {
  auto rules = parse_ignore_file(
      "ignore", "* purl=pkg:deb/debian/libssl3 reason=a\n* state=fixed until=2026-01-31 reason=b\nCVE-1 state=fixed reason=c");
  ASSERT_TRUE(rules) << rules.error().message;
  model::Report all = report();
  all.packages[0].purl = "pkg:deb/debian/libssl3@3.0.15-1?arch=amd64";
  all.packages[1].purl = "pkg:deb/debian/bash@5";
  apply_ignore_rules(*rules, *base::parse_time("2026-01-31"), all);
  EXPECT_EQ(all.findings[0].suppressed_by, "a (ignore:1)");
  EXPECT_EQ(all.findings[1].suppressed_by, "b (ignore:2)");
  ASSERT_EQ(all.notes.size(), 1u);
  EXPECT_EQ(all.notes[0].where, "ignore:3") << "CVE-1 is of another state";
  model::Report other = report();
  other.packages[0].purl = "pkg:deb/debian/libssl3@3.0.15-1?arch=amd64";
  auto exact = parse_ignore_file("ignore", "CVE-1 purl=pkg:deb/debian/libssl3@3.0.16-1");
  ASSERT_TRUE(exact);
  apply_ignore_rules(*exact, 0, other);
  EXPECT_EQ(other.findings[0].suppressed_by, "") << "another version";
}

TEST(IgnoreFile, BrokenLinesNameTheirPlace) {
  for (const char* text : {"\nCVE-1 until=soon", "\nCVE-1 reason=\"open", "\nCVE-1 something", "\n*", "\nCVE-1 colour=red",
                           "\nCVE-1 purl=bash", "\nCVE-1 state=gone"}) {
    auto rules = parse_ignore_file("ignore", text);
    ASSERT_FALSE(rules) << text;
    EXPECT_TRUE(rules.error().message.starts_with("ignore:2: ")) << rules.error().message;
  }
}

constexpr model::CheckInfo kOfSecrets{.id = "a-check",
                                      .title = "Something is wrong",
                                      .severity = model::Severity::kHigh,
                                      .practice = model::PracticeId::kSecretsManagement,
                                      .why = "It matters to those who read this.",
                                      .fix = "Mend it."};

// The practice of secrets, by results of one check with these outcomes.
model::Practice of_secrets(const std::vector<model::Outcome>& outcomes) {
  Checks checks;
  checks.configuration = true;
  checks.what = "2 files";
  for (model::Outcome outcome : outcomes) {
    model::CheckResult& result = checks.assessment.results.emplace_back();
    result.check = &kOfSecrets;
    result.severity = kOfSecrets.severity;
    result.outcome = outcome;
    result.message = "something";
  }
  return make_scorecard("x", {}, {}, std::move(checks), nullptr, 0).practices[2];
}

TEST(Scorecard, GradesByTheWorstOpenPoint) {
  using model::Outcome;
  EXPECT_EQ(of_secrets({}).grade, 'A');
  EXPECT_EQ(of_secrets({Outcome::kPass, Outcome::kFail}).grade, 'D');
  EXPECT_EQ(of_secrets({Outcome::kPass, Outcome::kFail}).status, model::Practice::Status::kProblems);
  EXPECT_EQ(of_secrets({Outcome::kPass, Outcome::kUnknown}).status, model::Practice::Status::kPartly);
}

// Nothing unread is called clean.
TEST(Scorecard, WhereLittleCouldBeLookedAtThereIsNoGrade) {
  using model::Outcome;
  model::Practice practice = of_secrets({Outcome::kPass, Outcome::kUnknown, Outcome::kUnknown});
  EXPECT_EQ(practice.grade, '-');
  EXPECT_EQ(practice.status, model::Practice::Status::kCouldNotCheck);
  EXPECT_EQ(make_scorecard("x", {}, {}, {}, nullptr, 0).practices[2].grade, '-');
}

TEST(Scorecard, TheBestFixesComeFirst) {
  Checks checks;
  model::CheckResult result;
  result.check = &kOfSecrets;
  result.message = "something";
  result.severity = model::Severity::kHigh;
  checks.assessment.results.assign(3, result);
  result.suppressed_by = "known";
  checks.assessment.results.push_back(result);
  std::vector<std::string> fixes = make_scorecard("x", {}, {}, std::move(checks), nullptr, 0).fixes;
  ASSERT_EQ(fixes.size(), 1u);
  EXPECT_EQ(fixes[0], "Something is wrong: Mend it. and 2 more");
}

}  // namespace
}  // namespace batten::policy
