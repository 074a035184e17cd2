// SPDX-License-Identifier: Apache-2.0
#include "update/rollout.h"

#include <algorithm>
#include <thread>
#include <utility>

#include "base/format.h"
#include "update/patience.h"

namespace batten::update {
namespace {

using Clock = std::chrono::steady_clock;

constexpr std::chrono::milliseconds kPoll{400};
// The way back is given up only when a person has to come.
constexpr std::chrono::seconds kPatienceBack{180};

struct Watched {
  RolloutPhase phase = RolloutPhase::kFailed;
  std::string why;
  bool interrupted = false;  // by a person
};

class Steps {
 public:
  Steps(Rollout& rollout, Operation& operation, const HealthSettings& health, World& world)
      : rollout_(rollout), operation_(operation), health_(health), world_(world) {}

  Result<Redeployed> forward(std::map<std::string, std::string> values) {
    if (Result<void> written = world_.journal->step(operation_, "update", std::move(values)); !written) {
      (void)world_.journal->end(operation_);
      return written.error();
    }
    Result<void> ordered = rollout_.order(Way::kForward);
    if (!ordered) {
      // It may have been done although no answer came.
      const bool unsure = ordered.error().code == Code::kUnavailable || ordered.error().code == Code::kTimeout;
      if (unsure) {
        Result<RolloutView> view = with_patience([&] { return rollout_.look(Way::kForward); });
        if (!view) return lost(view.error());
        if (view->phase == RolloutPhase::kUnderWay || view->phase == RolloutPhase::kDone || view->phase == RolloutPhase::kFailed)
          return watch_forward();
      }
      TRY(world_.journal->end(operation_));
      return ordered.error();
    }
    return watch_forward();
  }

  Result<Redeployed> watch_forward() {
    tell("waiting until the new image runs everywhere");
    Result<Watched> watched = watch(Way::kForward);
    if (!watched) return lost(watched.error());
    switch (watched->phase) {
      case RolloutPhase::kDone: return end(Outcome::kKept, watched->why);
      case RolloutPhase::kForeign: return end(Outcome::kNeedsHelp, watched->why);
      case RolloutPhase::kElsewhere:  // the cluster's own way back
        unhealthy_ = true;
        return watch_back(watched->why);
      default: return back(watched->why, !watched->interrupted);
    }
  }

  // unhealthy: the new image does not run as it should.
  Result<Redeployed> back(const std::string& why, bool unhealthy) {
    unhealthy_ = unhealthy;
    tell("going back to the old image: " + why);
    std::map<std::string, std::string> values = {{"why", why}};
    if (unhealthy) values.emplace("unhealthy", "yes");
    if (Result<void> written = world_.journal->step(operation_, "take_back", std::move(values)); !written) return lost(written.error());
    Result<void> ordered = with_patience([&] { return rollout_.order(Way::kBack); });
    if (!ordered) {
      const Code code = ordered.error().code;
      if (code == Code::kUnavailable || code == Code::kTimeout) return lost(ordered.error());
      return end(Outcome::kNeedsHelp, format("{}; it could not be taken back: {}", why, ordered.error().message));
    }
    return watch_back(why);
  }

  Result<Redeployed> watch_back(const std::string& why) {
    Result<Watched> watched = watch(Way::kBack);
    if (!watched) return lost(watched.error());
    if (watched->phase == RolloutPhase::kDone) return end(Outcome::kRolledBack, why);
    return end(Outcome::kNeedsHelp, format("{}; the old image does not run everywhere either: {}", why, watched->why));
  }

 private:
  void tell(const std::string& line) const {
    if (world_.tell) world_.tell(format("{}: {}", operation_.subject, line));
  }

  Result<Redeployed> end(Outcome outcome, const std::string& why) {
    Redeployed out{.outcome = outcome, .why = why, .unhealthy = unhealthy_};
    if (Result<void> ended = world_.journal->end(operation_); !ended) out.messages.push_back(ended.error().message);
    return out;
  }

  // The operation stays in the journal.
  Result<Redeployed> lost(const Error& error) {
    return Redeployed{.outcome = Outcome::kNeedsHelp, .why = error.message + "; 'batten update resume' goes on when it answers again"};
  }

  bool is_stopped(Way way) const { return way == Way::kForward && world_.stopped && world_.stopped(); }

  // Until it is done and has stayed so, has failed, or nothing has happened for as long as the settings allow.
  Result<Watched> watch(Way way) {
    const std::chrono::seconds allowed = way == Way::kForward ? health_.timeout : std::max(health_.timeout, kPatienceBack);
    auto last_step = Clock::now();
    std::uint64_t ready = 0;
    std::uint64_t restarts = 0;
    bool was_done = false;
    Clock::time_point done_since{};
    for (;;) {
      if (is_stopped(way)) return Watched{.phase = RolloutPhase::kFailed, .why = "it was interrupted", .interrupted = true};
      const auto asked = Clock::now();
      RolloutView view = TRY(with_patience([&] { return rollout_.look(way); }));
      const auto now = Clock::now();
      last_step += now - asked;  // while nothing answers nobody knows what goes on
      if (view.phase == RolloutPhase::kFailed || view.phase == RolloutPhase::kForeign) return Watched{.phase = view.phase, .why = view.why};
      if (view.phase == RolloutPhase::kElsewhere && way == Way::kForward) return Watched{.phase = view.phase, .why = view.why};
      if (view.phase == RolloutPhase::kDone) {
        if (!was_done) restarts = view.restarts;
        if (!was_done) done_since = now;
        was_done = true;
        if (view.restarts > restarts) return Watched{.phase = RolloutPhase::kFailed, .why = "it was ready, and then started again"};
        if (now - done_since >= health_.steady) return Watched{.phase = RolloutPhase::kDone, .why = view.why};
      } else {
        if (was_done && view.restarts > restarts)
          return Watched{.phase = RolloutPhase::kFailed, .why = "it was ready, and then failed: " + view.why};
        was_done = false;
        if (view.ready > ready) {
          ready = view.ready;
          last_step = now;
        }
      }
      const std::chrono::seconds patience = allowed + rollout_.pause();
      if (now - last_step >= patience && !was_done)
        return Watched{.phase = RolloutPhase::kFailed, .why = format("nothing went on for {} seconds: {}", patience.count(), view.why)};
      std::this_thread::sleep_for(kPoll);
    }
  }

  Rollout& rollout_;
  Operation& operation_;
  const HealthSettings& health_;
  World& world_;
  bool unhealthy_ = false;
};

}  // namespace

Result<Redeployed> roll_out(Rollout& rollout, Operation& operation, std::map<std::string, std::string> values, const HealthSettings& health,
                            World& world) {
  return Steps(rollout, operation, health, world).forward(std::move(values));
}

Result<Redeployed> go_on_rolling_out(Rollout& rollout, Operation& operation, const HealthSettings& health, World& world) {
  Steps steps(rollout, operation, health, world);
  if (const JournalStep* back = operation.last("take_back")) {
    const auto why = back->values.find("why");
    return steps.back(why == back->values.end() ? std::string("it was interrupted") : why->second, back->values.contains("unhealthy"));
  }
  Result<RolloutView> view = with_patience([&] { return rollout.look(Way::kForward); });
  if (!view) return view.error();
  if (view->phase == RolloutPhase::kElsewhere) {
    TRY(world.journal->end(operation));
    return Redeployed{.outcome = Outcome::kNothingDone, .why = "it has its old image"};
  }
  return steps.watch_forward();
}

}  // namespace batten::update
