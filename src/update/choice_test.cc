// SPDX-License-Identifier: Apache-2.0
#include "update/choice.h"

#include <gtest/gtest.h>

#include <map>

#include "base/time.h"
#include "update/gate.h"
#include "update/rebuild.h"
#include "update/settings_read.h"
#include "update/vulnerabilities.h"

namespace batten::update {
namespace {

using model::Severity;

constexpr std::int64_t kNow = 1'795'000'000;  // a Wednesday, 2026-11-18

Vulnerability one(std::string id, Severity severity = Severity::kHigh, std::string fixed = "2.0", bool in_base = false) {
  return {std::move(id), "openssl", severity, std::move(fixed), in_base};
}

ImageFacts facts(std::vector<Vulnerability> all) {
  ImageFacts out;
  out.vulnerabilities = std::move(all);
  return out;
}

// Scans as they are written down; what is not there fails.
class Choice : public ::testing::Test {
 protected:
  Choice() {
    proposal_.subject.id = "container/web";
    proposal_.running = facts({one("A"), one("B"), one("L", Severity::kLow)});
    world_.resolve = [](Candidate& candidate) { candidate.digest = model::Digest::of_sha256_hex(std::string(64, '1')); };
    world_.scan = [&](const Candidate& candidate) -> Result<ImageFacts> {
      scanned_.push_back(candidate.tag);
      auto known = images_.find(candidate.tag);
      if (known == images_.end()) return Error{Code::kUnavailable, "the registry is gone"};
      return known->second;
    };
    world_.now = kNow;
  }

  void add(const std::string& tag, std::optional<ImageFacts> its = {}) {
    Candidate candidate;
    candidate.tag = tag;
    candidate.reference = "example/app:" + tag;
    candidate.created = kNow - 10 * 86'400;
    proposal_.candidates.push_back(candidate);
    if (its) images_[tag] = std::move(*its);
  }
  std::string chosen() const { return proposal_.chosen ? proposal_.candidates[*proposal_.chosen].tag : ""; }

  Proposal proposal_;
  ChoiceWorld world_;
  std::map<std::string, ImageFacts> images_;
  std::vector<std::string> scanned_;
};

TEST_F(Choice, TheSmallestStepThatRemovesAll) {
  add("1.2.4", facts({one("A"), one("L", Severity::kLow)}));
  add("1.2.5", facts({}));
  add("2.0.0", facts({}));
  choose(proposal_, world_);
  EXPECT_EQ(proposal_.decision, Decision::kUpdate);
  EXPECT_EQ(chosen(), "1.2.5");
  EXPECT_EQ(proposal_.why, "1.2.5 removes A (high, openssl) and 1 more");
  EXPECT_EQ(scanned_, (std::vector<std::string>{"1.2.4", "1.2.5"}));  // and no further
  EXPECT_EQ(proposal_.candidates[1].removes.size(), 3u);
}

TEST_F(Choice, ElseTheOneThatRemovesMost) {
  proposal_.running->vulnerabilities.push_back(one("C"));
  add("1.2.4", facts({one("A"), one("C")}));
  add("1.2.5", facts({one("C")}));
  add("1.3.0", facts({one("A")}));
  choose(proposal_, world_);
  EXPECT_EQ(chosen(), "1.2.5");
  EXPECT_EQ(proposal_.why, "1.2.5 removes A (high, openssl) and 1 more, not C (high, openssl)");
  EXPECT_EQ(scanned_.size(), 3u);
}

TEST_F(Choice, OneThatIsWorseIsRefused) {
  add("1.2.4", facts({one("NEW", Severity::kCritical)}));
  choose(proposal_, world_);
  EXPECT_EQ(proposal_.decision, Decision::kRefused);
  EXPECT_EQ(proposal_.why,
            "1.2.4 would remove A (high, openssl) and 1 more, but is refused: worse than what runs: it brings NEW (critical, openssl)");
  proposal_.chosen.reset();
  proposal_.candidates.clear();
  add("1.2.4");
  proposal_.settings.gate = GateMode::kReportOnly;
  choose(proposal_, world_);
  EXPECT_EQ(chosen(), "1.2.4");
}

TEST_F(Choice, WhatIsNotWholeIsNeverNoWorse) {
  add("1.2.4", facts({}));
  images_["1.2.4"].complete = false;
  images_["1.2.4"].unread = "layer 2: broken";
  choose(proposal_, world_);
  EXPECT_EQ(proposal_.decision, Decision::kRefused);
  EXPECT_EQ(proposal_.why, "1.2.4 is refused: not read as a whole (layer 2: broken), so not known to be no worse");
  EXPECT_TRUE(proposal_.candidates[0].removes.empty());
  EXPECT_EQ(proposal_.fixable_in_place.size(), 2u);
}

TEST_F(Choice, NoImageHasTheFixYet) {
  add("1.2.4", facts({one("A"), one("B")}));
  choose(proposal_, world_);
  EXPECT_EQ(proposal_.decision, Decision::kNoImageYet);
  EXPECT_EQ(proposal_.why, "A (high, openssl) and 1 more is fixed in openssl 2.0, but no image that may follow has it yet");
  EXPECT_EQ(proposal_.fixable_in_place.size(), 2u);
}

TEST_F(Choice, NothingToDo) {
  add("1.2.4", facts({}));
  proposal_.settings.cares_about = Severity::kCritical;
  choose(proposal_, world_);
  EXPECT_EQ(proposal_.decision, Decision::kCurrent);
  EXPECT_TRUE(scanned_.empty());
  proposal_.running->complete = false;
  choose(proposal_, world_);
  EXPECT_EQ(proposal_.decision, Decision::kUnknown);
}

TEST_F(Choice, WithoutAFixOnlyWhereThatIsWanted) {
  proposal_.running = facts({one("A", Severity::kHigh, "")});
  add("2.0.0", facts({}));
  choose(proposal_, world_);
  EXPECT_EQ(proposal_.decision, Decision::kCurrent);
  proposal_.settings.fixable_only = false;
  choose(proposal_, world_);
  EXPECT_EQ(proposal_.decision, Decision::kUpdate);
}

TEST_F(Choice, WhatCannotBeLookedAtIsSaid) {
  add("1.2.4");
  choose(proposal_, world_);
  EXPECT_EQ(proposal_.decision, Decision::kUnknown);
  EXPECT_EQ(proposal_.why, "1.2.4: could not be scanned: the registry is gone");
  world_.resolve = [](Candidate& candidate) { candidate.unusable = "there is no image for linux/s390x"; };
  proposal_.candidates.clear();
  add("1.2.4");
  choose(proposal_, world_);
  EXPECT_EQ(proposal_.decision, Decision::kRefused);
  EXPECT_EQ(proposal_.why, "1.2.4 is refused: there is no image for linux/s390x");
}

TEST_F(Choice, TheImageThatRunsIsNoCandidate) {
  add("1.2");
  add("1.2.4", facts({}));
  world_.resolve = [](Candidate& candidate) { candidate.runs = candidate.tag == "1.2"; };
  choose(proposal_, world_);
  EXPECT_EQ(chosen(), "1.2.4");
  EXPECT_EQ(proposal_.candidates.size(), 1u);
}

TEST_F(Choice, TooYoungWaits) {
  add("1.2.4", facts({}));
  proposal_.settings.minimum_age = std::chrono::hours(24 * 30);
  choose(proposal_, world_);
  EXPECT_EQ(proposal_.decision, Decision::kWait);
  EXPECT_EQ(proposal_.why, "1.2.4 is too young: made 10 days ago, 30 days are wanted");
  EXPECT_TRUE(scanned_.empty());
}

TEST_F(Choice, ApprovalAndVerification) {
  add("1.2.4", facts({}));
  proposal_.settings.needs_approval = true;
  choose(proposal_, world_);
  EXPECT_EQ(proposal_.decision, Decision::kWait);
  EXPECT_EQ(proposal_.why, "1.2.4 removes A (high, openssl) and 1 more; it waits for approval");
  EXPECT_EQ(chosen(), "1.2.4");
  world_.approved = [](const Candidate& candidate) { return candidate.tag == "1.2.4"; };
  choose(proposal_, world_);
  EXPECT_EQ(proposal_.decision, Decision::kUpdate);

  proposal_.settings.needs_verification = true;
  proposal_.chosen.reset();
  choose(proposal_, world_);
  EXPECT_EQ(proposal_.decision, Decision::kRefused);
  EXPECT_EQ(proposal_.candidates[0].unusable, "its signature was not checked, and its settings want that");
  proposal_.candidates[0].unusable.clear();
  world_.verify = [](const std::string&) { return Verification{Verified::kVerified, "the team"}; };
  choose(proposal_, world_);
  EXPECT_EQ(proposal_.decision, Decision::kUpdate);
  proposal_.settings.needs_verification = false;
  proposal_.chosen.reset();
  world_.verify = [](const std::string&) { return Verification{Verified::kFailed, "another key"}; };
  choose(proposal_, world_);
  EXPECT_EQ(proposal_.candidates[0].unusable, "its signature is wrong: another key");
}

TEST(Gate, ThresholdCountsAll) {
  Settings settings;
  settings.gate = GateMode::kThreshold;
  settings.at_most = 1;
  Candidate candidate;
  candidate.facts = facts({one("A"), one("B"), one("C", Severity::kLow)});
  EXPECT_EQ(vulnerability_refusal(candidate, settings), "it has 2 high where at most 1 may be");
  settings.at_most = 2;
  EXPECT_EQ(vulnerability_refusal(candidate, settings), "");
}

TEST(Gate, SkippedAndOfAnotherRegistry) {
  Settings settings;
  settings.skip = {"1.2.4"};
  Candidate candidate;
  candidate.tag = "1.2.4";
  EXPECT_EQ(early_refusal(candidate, settings, kNow), "its settings skip 1.2.4");
  candidate.tag = "1.2.5";
  EXPECT_EQ(early_refusal(candidate, settings, kNow), "");
  settings.minimum_age = std::chrono::hours(1);
  EXPECT_EQ(early_refusal(candidate, settings, kNow), "it does not say when it was made, and a minimum age is wanted");

  settings.registries = {"docker.io", "ghcr.io/acme", "quay.io/*/app"};
  EXPECT_EQ(registry_refusal(*model::parse_reference("nginx"), settings), "");
  EXPECT_EQ(registry_refusal(*model::parse_reference("ghcr.io/acme/web"), settings), "");
  EXPECT_EQ(registry_refusal(*model::parse_reference("quay.io/team/app"), settings), "");
  EXPECT_NE(registry_refusal(*model::parse_reference("ghcr.io/acmeevil/web"), settings), "");
  EXPECT_NE(registry_refusal(*model::parse_reference("quay.io/team/other"), settings), "");
}

TEST(Gate, WindowsAreLocalTime) {
  ASSERT_EQ(::setenv("TZ", "UTC", 1), 0);
  ::tzset();
  auto at = [](std::string_view time) { return *base::parse_time(time); };
  Settings settings;
  settings.windows = {*parse_window("mon-fri 22:00-04:00")};
  EXPECT_TRUE(in_window(settings, at("2026-11-18T23:00:00Z")));   // Wednesday
  EXPECT_TRUE(in_window(settings, at("2026-11-21T03:59:00Z")));   // the night of Friday
  EXPECT_FALSE(in_window(settings, at("2026-11-21T04:00:00Z")));  // ended
  EXPECT_FALSE(in_window(settings, at("2026-11-21T23:00:00Z")));  // Saturday
  EXPECT_FALSE(in_window(settings, at("2026-11-23T03:00:00Z")));  // the night of Sunday
  EXPECT_FALSE(in_window(settings, at("2026-11-18T12:00:00Z")));
  EXPECT_EQ(hold(settings, at("2026-11-18T12:00:00Z"), true), "outside of its windows: mon,tue,wed,thu,fri 22:00-04:00");
  settings.windows.clear();
  settings.snoozed_until = at("2026-12-01");
  EXPECT_EQ(hold(settings, at("2026-11-18T12:00:00Z"), true), "snoozed until 2026-12-01T00:00:00Z");
  EXPECT_EQ(hold(settings, at("2026-12-01T12:00:00Z"), true), "");
  ASSERT_EQ(::setenv("TZ", "Asia/Tokyo", 1), 0);
  ::tzset();
  settings.windows = {*parse_window("02:00-05:00")};
  EXPECT_TRUE(in_window(settings, at("2026-11-18T18:00:00Z")));
  ::unsetenv("TZ");
  ::tzset();
}

Proposal built(std::vector<Vulnerability> running) {
  Proposal out;
  out.subject.image = "shop-web";
  out.subject.compose = ComposeOrigin{"shop", "web", "/srv/shop", {"/srv/shop/compose.yaml"}};
  out.running = facts(std::move(running));
  return out;
}

TEST(Rebuild, WhenTheBaseWasPatched) {
  Proposal proposal = built({one("A", Severity::kHigh, "2.0", true)});
  judge_rebuild(proposal, {"debian:12", facts({}), ""});
  EXPECT_EQ(proposal.decision, Decision::kRebuild);
  EXPECT_EQ(proposal.why, "the base image debian:12 was patched: a new build removes A (high, openssl)");
  EXPECT_EQ(proposal.advice, std::vector<std::string>{"docker compose -f /srv/shop/compose.yaml -p shop build --pull web"});
}

TEST(Rebuild, SaysWhichBaseAndHow) {
  Proposal proposal = built({one("A", Severity::kHigh, "2.0", true)});
  const std::string before = "sha256:" + std::string(64, 'a'), now = "sha256:" + std::string(64, 'b');
  proposal.running->base_digest = before;
  proposal.subject.image_id = *model::Digest::parse(before);
  judge_rebuild(proposal, {"debian:12", facts({}), "", *model::Digest::parse(now)});
  ASSERT_TRUE(proposal.rebuild);
  EXPECT_EQ(proposal.rebuild->base, "debian:12");
  EXPECT_EQ(proposal.rebuild->base_before.text(), before);
  EXPECT_EQ(build_key(proposal).text(), now);
  EXPECT_FALSE(proposal.rebuild->no_cache);
  proposal = built({one("A")});
  proposal.subject.image_id = *model::Digest::parse(before);
  judge_rebuild(proposal, {"debian:12", {}, "gone"});
  ASSERT_TRUE(proposal.rebuild);
  EXPECT_TRUE(proposal.rebuild->no_cache);
  // No registry has the base: to ask for it would fail.
  EXPECT_FALSE(proposal.rebuild->pull);
  EXPECT_TRUE(proposal.advice.back().ends_with("build --no-cache web")) << proposal.advice.back();
  EXPECT_EQ(build_key(proposal).text(), before);
}

TEST(Rebuild, WhatIsBuiltHasToRemoveSomethingAndToPassTheGate) {
  Proposal proposal = built({one("A", Severity::kHigh, "2.0", true), one("L", Severity::kLow)});
  const auto refusal = [&](std::vector<Vulnerability> found, bool complete = true) {
    Candidate candidate;
    candidate.facts = facts(std::move(found));
    candidate.facts->complete = complete;
    return refusal_of_build(proposal, candidate);
  };
  EXPECT_EQ(refusal({}), "");
  EXPECT_EQ(refusal({one("L", Severity::kLow), one("M", Severity::kLow)}), "");
  EXPECT_EQ(refusal({one("A")}), "it removes nothing of A (high, openssl)");
  EXPECT_EQ(refusal({one("B")}), "worse than what runs: it brings B (high, openssl)");
  EXPECT_NE(refusal({}, false).find("not read as a whole"), std::string::npos);
  proposal.settings.gate = GateMode::kReportOnly;
  EXPECT_EQ(refusal({one("B")}), "");
  EXPECT_EQ(refusal({one("A"), one("B")}), "it removes nothing of A (high, openssl)");
}

TEST(Rebuild, WhenTheBaseHasNoFixYet) {
  Proposal proposal = built({one("A", Severity::kHigh, "2.0", true)});
  judge_rebuild(proposal, {"debian:12", facts({one("A")}), ""});
  EXPECT_EQ(proposal.decision, Decision::kNoImageYet);
  EXPECT_EQ(proposal.why, "A (high, openssl) is fixed in the distribution, but the base image debian:12 does not have it yet");
}

TEST(Rebuild, OwnPackagesComeAnew) {
  Proposal proposal = built({one("A")});
  judge_rebuild(proposal, {"debian:12", facts({}), ""});
  EXPECT_EQ(proposal.decision, Decision::kRebuild);
  EXPECT_NE(proposal.advice.back().find("--no-cache"), std::string::npos);
  proposal = built({one("A", Severity::kHigh, "")});
  proposal.settings.fixable_only = false;
  judge_rebuild(proposal, {"", {}, ""});
  EXPECT_EQ(proposal.decision, Decision::kCurrent);
}

TEST(Vulnerabilities, AreSetsByIdAndPackage) {
  std::vector<Vulnerability> left{one("A"), one("B")},
      right{{"A", "zlib", Severity::kHigh, "", false}, {"B", "openssl", Severity::kLow, "", true}};
  EXPECT_EQ(without(left, right), std::vector<Vulnerability>{one("A")});
  EXPECT_EQ(counted({one("A"), one("B", Severity::kCritical)}), "1 critical, 1 high");
  EXPECT_EQ(named({}), "none");
}

}  // namespace
}  // namespace batten::update
