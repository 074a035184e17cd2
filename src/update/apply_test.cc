// SPDX-License-Identifier: Apache-2.0
//
// With a target that only says what it was ordered.
#include "update/apply.h"

#include <gtest/gtest.h>

#include <filesystem>

namespace batten::update {
namespace {

std::vector<std::string> ordered;                   // images, in their order
std::map<std::string, Result<Redeployed>> answers;  // by subject

Result<Redeployed> redeploy(const Order& order, World&) {
  ordered.push_back(order.image);
  const auto found = answers.find(order.subject.id);
  return found != answers.end() ? found->second : Redeployed{.outcome = Outcome::kKept, .why = "healthy", .running = order.digest};
}

Result<Redeployed> go_on(const Operation&, World&) { return Redeployed{.outcome = Outcome::kRolledBack, .why = "the old one runs"}; }

constexpr Target kTarget{.name = "container", .kind = SubjectKind::kContainer, .redeploy = redeploy, .resume = go_on};
constexpr const Target* kTargets[] = {&kTarget};

class Apply : public testing::Test {
 protected:
  void SetUp() override {
    std::string made = testing::TempDir() + "apply_XXXXXX";
    ASSERT_NE(::mkdtemp(made.data()), nullptr);
    options_.state_directory = made;
    options_.who = "root@test";
    ordered.clear();
    answers.clear();
  }
  void TearDown() override { std::filesystem::remove_all(options_.state_directory); }

  Proposal proposal(const std::string& name, std::vector<std::string> dependents = {}) {
    Proposal out;
    out.subject.id = "container/" + name;
    out.subject.name = name;
    out.subject.image = "r.example/" + name + ":1";
    out.subject.dependents = std::move(dependents);
    out.decision = Decision::kUpdate;
    out.why = "removes 1 high";
    Candidate candidate;
    candidate.reference = "r.example/" + name + ":2";
    candidate.digest = *model::Digest::parse("sha256:" + std::string(64, 'b'));
    candidate.removes = {{"CVE-1", "openssl", model::Severity::kHigh, "2"}};
    out.candidates.push_back(candidate);
    out.chosen = 0;
    return out;
  }
  std::string image(const std::string& name) { return "r.example/" + name + ":2@sha256:" + std::string(64, 'b'); }

  ApplyOptions options_;
  World world_;
};

TEST_F(Apply, WhatOthersDependOnComesFirst) {
  Plan plan;
  plan.proposals = {proposal("app"), proposal("proxy"), proposal("db", {"container/app"})};
  plan.proposals[0].subject.dependents = {"container/proxy"};
  const auto done = apply(plan, options_, kTargets, world_);
  ASSERT_TRUE(done) << done.error().message;
  EXPECT_EQ(ordered, (std::vector<std::string>{image("db"), image("app"), image("proxy")}));
  EXPECT_TRUE(done->all_kept());
}

TEST_F(Apply, ACircleOfDependentsEnds) {
  Plan plan;
  plan.proposals = {proposal("a", {"container/b"}), proposal("b", {"container/a"})};
  ASSERT_TRUE(apply(plan, options_, kTargets, world_));
  EXPECT_EQ(ordered.size(), 2u);
}

TEST_F(Apply, OnlyWhatWasDecidedIsDone) {
  Plan plan;
  plan.proposals = {proposal("a"), proposal("b"), proposal("c")};
  plan.proposals[0].decision = Decision::kRefused;
  plan.proposals[1].decision = Decision::kWait;
  ASSERT_TRUE(apply(plan, options_, kTargets, world_));
  EXPECT_EQ(ordered, std::vector<std::string>{image("c")});
}

TEST_F(Apply, AfterAFailureItStops) {
  Plan plan;
  plan.proposals = {proposal("a"), proposal("b"), proposal("c")};
  answers.emplace("container/b", Redeployed{.outcome = Outcome::kRolledBack, .why = "never healthy"});
  const auto done = apply(plan, options_, kTargets, world_);
  ASSERT_TRUE(done);
  EXPECT_EQ(ordered.size(), 2u);
  EXPECT_EQ(done->left, std::vector<std::string>{"container/c"});
  EXPECT_FALSE(done->all_kept());
  options_.failures = 1;
  ordered.clear();
  EXPECT_TRUE(apply(plan, options_, kTargets, world_)->left.empty());
  EXPECT_EQ(ordered.size(), 3u);
}

TEST_F(Apply, WhatCameOfItIsInTheHistory) {
  Plan plan;
  plan.id = "p1";
  plan.proposals = {proposal("a"), proposal("b")};
  answers.emplace("container/a", Error{Code::kUnavailable, "the engine does not answer"});
  options_.failures = 5;
  ASSERT_TRUE(apply(plan, options_, kTargets, world_));
  base::Notes notes;
  const auto history = read_history(options_.state_directory, "", 10, notes);
  ASSERT_TRUE(history);
  ASSERT_EQ(history->size(), 2u);
  EXPECT_EQ((*history)[0].subject, "container/b");
  EXPECT_EQ((*history)[0].outcome, Outcome::kKept);
  EXPECT_EQ((*history)[0].removed, std::vector<std::string>{"CVE-1 openssl"});
  EXPECT_EQ((*history)[0].plan, "p1");
  EXPECT_EQ((*history)[1].outcome, Outcome::kNothingDone);
  EXPECT_EQ((*history)[1].result, "the engine does not answer");
}

TEST_F(Apply, WhatNothingCanRedeployIsSaid) {
  Plan plan;
  plan.proposals = {proposal("a")};
  plan.proposals[0].subject.kind = SubjectKind::kSwarmService;
  const auto done = apply(plan, options_, kTargets, world_);
  ASSERT_TRUE(done);
  ASSERT_EQ(done->entries.size(), 1u);
  EXPECT_EQ(done->entries[0].result, "a: nothing here can redeploy it");
}

TEST_F(Apply, APersonWhoStopsItLeavesTheRest) {
  Plan plan;
  plan.proposals = {proposal("a"), proposal("b")};
  world_.stopped = [] { return !ordered.empty(); };
  EXPECT_EQ(apply(plan, options_, kTargets, world_)->left, std::vector<std::string>{"container/b"});
}

}  // namespace
}  // namespace batten::update
