// SPDX-License-Identifier: Apache-2.0
#include "update/rollout.h"

#include <gtest/gtest.h>
#include <unistd.h>

#include <cstdlib>
#include <filesystem>
#include <vector>

#include "base/format.h"

namespace batten::update {
namespace {

// Shows one view after the other, the last one again and again.
class Scripted : public Rollout {
 public:
  Result<void> order(Way way) override {
    ordered.push_back(way);
    return way == Way::kForward ? forward_answer : Result<void>();
  }
  Result<RolloutView> look(Way way) override {
    std::vector<Result<RolloutView>>& views = way == Way::kForward ? forward : back;
    std::size_t& at = way == Way::kForward ? at_forward_ : at_back_;
    return views[std::min(at++, views.size() - 1)];
  }

  Result<void> forward_answer;
  std::vector<Way> ordered;
  std::vector<Result<RolloutView>> forward, back;

 private:
  std::size_t at_forward_ = 0, at_back_ = 0;
};

RolloutView view(RolloutPhase phase, std::uint64_t ready = 0, std::uint64_t restarts = 0) {
  RolloutView out;
  out.phase = phase;
  out.ready = ready;
  out.restarts = restarts;
  out.why = format("{} ready", ready);
  return out;
}

class RolloutTest : public testing::Test {
 public:
  void SetUp() override {
    std::string folder = "/tmp/batten-rollout-XXXXXX";
    ASSERT_NE(::mkdtemp(folder.data()), nullptr);
    folder_ = folder;
    auto opened = Journal::open(folder_);
    ASSERT_TRUE(opened);
    journal_.emplace(*std::move(opened));
    health_.timeout = std::chrono::seconds(1);
    health_.steady = std::chrono::seconds(0);
  }
  void TearDown() override { std::filesystem::remove_all(folder_); }

  Result<Redeployed> run() {
    auto operation = journal_->begin("swarm/web", "swarm", {});
    World world{.journal = &*journal_, .tell = {}, .stopped = stopped_};
    return roll_out(rollout_, *operation, {{"old", "a"}}, health_, world);
  }
  Result<Redeployed> resume() {
    World world{.journal = &*journal_, .tell = {}, .stopped = stopped_};
    auto all = journal_->unfinished();
    EXPECT_EQ(all->size(), 1u);
    return go_on_rolling_out(rollout_, all->front(), health_, world);
  }
  std::size_t left() { return journal_->unfinished()->size(); }

  Scripted rollout_;
  HealthSettings health_;
  std::function<bool()> stopped_;
  std::string folder_;
  std::optional<Journal> journal_;
};

TEST_F(RolloutTest, IsKeptWhenItIsDone) {
  rollout_.forward = {view(RolloutPhase::kUnderWay), view(RolloutPhase::kUnderWay, 1), view(RolloutPhase::kDone, 2)};
  auto done = run();
  ASSERT_TRUE(done);
  EXPECT_EQ(done->outcome, Outcome::kKept);
  EXPECT_EQ(rollout_.ordered, std::vector<Way>{Way::kForward});
  EXPECT_EQ(left(), 0u);
}

TEST_F(RolloutTest, GoesBackWhenItFailsOrStopsOrIsInterrupted) {
  rollout_.back = {view(RolloutPhase::kUnderWay), view(RolloutPhase::kDone, 2)};
  const std::vector<std::vector<Result<RolloutView>>> cases = {
      {view(RolloutPhase::kFailed)},
      {view(RolloutPhase::kUnderWay)},                                        // nothing goes on
      {view(RolloutPhase::kDone, 2, 1), view(RolloutPhase::kDone, 2, 2)},     // started again
      {view(RolloutPhase::kDone, 2, 0), view(RolloutPhase::kUnderWay, 1, 1)}  // failed after it was ready
  };
  health_.steady = std::chrono::seconds(2);
  for (const auto& one : cases) {
    rollout_.ordered.clear();
    rollout_.forward = one;
    auto done = run();
    ASSERT_TRUE(done);
    EXPECT_EQ(done->outcome, Outcome::kRolledBack) << done->why;
    EXPECT_TRUE(done->unhealthy);
    EXPECT_EQ(rollout_.ordered, (std::vector<Way>{Way::kForward, Way::kBack}));
    EXPECT_EQ(left(), 0u);
    rollout_ = Scripted();
    rollout_.back = {view(RolloutPhase::kDone, 2)};
  }
  rollout_.forward = {view(RolloutPhase::kUnderWay)};
  stopped_ = [] { return true; };
  auto done = run();
  ASSERT_TRUE(done);
  EXPECT_EQ(done->outcome, Outcome::kRolledBack);
  EXPECT_EQ(done->why, "it was interrupted");
  EXPECT_FALSE(done->unhealthy);
}

TEST_F(RolloutTest, ATimeWithoutProgressCountsNotTheWholeTime) {
  for (std::uint64_t ready = 0; ready < 6; ++ready) rollout_.forward.emplace_back(view(RolloutPhase::kUnderWay, ready));
  rollout_.forward.emplace_back(view(RolloutPhase::kDone, 6));
  auto done = run();  // takes longer than the second that is allowed
  ASSERT_TRUE(done);
  EXPECT_EQ(done->outcome, Outcome::kKept) << done->why;
}

TEST_F(RolloutTest, TheTimeInWhichNobodyAnswersIsNotHeldAgainstIt) {
  const Error away{Code::kUnavailable, "connection refused"};
  rollout_.forward = {view(RolloutPhase::kUnderWay), away, away, away, view(RolloutPhase::kUnderWay), view(RolloutPhase::kDone, 2)};
  rollout_.back = {view(RolloutPhase::kDone, 2)};
  auto done = run();
  ASSERT_TRUE(done);
  EXPECT_EQ(done->outcome, Outcome::kKept) << done->why;
}

TEST_F(RolloutTest, WhatTheClusterTookBackItselfIsNotOrderedAgain) {
  rollout_.forward = {view(RolloutPhase::kUnderWay), view(RolloutPhase::kElsewhere)};
  rollout_.back = {view(RolloutPhase::kDone, 2)};
  auto done = run();
  ASSERT_TRUE(done);
  EXPECT_EQ(done->outcome, Outcome::kRolledBack);
  EXPECT_EQ(rollout_.ordered, std::vector<Way>{Way::kForward});
}

TEST_F(RolloutTest, WhatIsSomebodyElsesOrDoesNotComeBackNeedsHelp) {
  rollout_.forward = {view(RolloutPhase::kForeign)};
  auto foreign = run();
  ASSERT_TRUE(foreign);
  EXPECT_EQ(foreign->outcome, Outcome::kNeedsHelp);
  rollout_ = Scripted();
  rollout_.forward = rollout_.back = {view(RolloutPhase::kFailed)};
  auto lost = run();
  ASSERT_TRUE(lost);
  EXPECT_EQ(lost->outcome, Outcome::kNeedsHelp);
  EXPECT_TRUE(lost->why.contains("does not run everywhere either")) << lost->why;
}

TEST_F(RolloutTest, AnOrderThatIsRefusedChangesNothing) {
  rollout_.forward_answer = Error{Code::kConflict, "changed meanwhile"};
  rollout_.forward = {view(RolloutPhase::kUnderWay)};
  auto refused = run();
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().code, Code::kConflict);
  EXPECT_EQ(left(), 0u);
  // No answer came, and it was done all the same.
  rollout_.forward_answer = Error{Code::kTimeout, "no answer"};
  rollout_.forward = {view(RolloutPhase::kDone, 2)};
  auto done = run();
  ASSERT_TRUE(done);
  EXPECT_EQ(done->outcome, Outcome::kKept);
}

TEST_F(RolloutTest, ResumeGoesOnFromWhatThereIs) {
  const struct {
    RolloutPhase now;
    bool going_back;
    Outcome outcome;
    std::vector<Way> ordered;
  } cases[] = {{RolloutPhase::kElsewhere, false, Outcome::kNothingDone, {}},
               {RolloutPhase::kDone, false, Outcome::kKept, {}},
               {RolloutPhase::kFailed, false, Outcome::kRolledBack, {Way::kBack}},
               {RolloutPhase::kUnderWay, true, Outcome::kRolledBack, {Way::kBack}}};
  for (const auto& one : cases) {
    rollout_ = Scripted();
    rollout_.forward = {view(one.now)};
    rollout_.back = {view(RolloutPhase::kDone)};
    auto operation = journal_->begin("swarm/web", "swarm", {});
    ASSERT_TRUE(journal_->step(*operation, "update"));
    if (one.going_back) {
      ASSERT_TRUE(journal_->step(*operation, "take_back", {{"why", "sick"}}));
    }
    auto done = resume();
    ASSERT_TRUE(done);
    EXPECT_EQ(done->outcome, one.outcome) << done->why;
    EXPECT_EQ(rollout_.ordered, one.ordered);
    if (one.going_back) {
      EXPECT_EQ(done->why, "sick");
    }
    EXPECT_EQ(left(), 0u);
  }
}

}  // namespace
}  // namespace batten::update
