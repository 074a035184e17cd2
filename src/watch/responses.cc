// SPDX-License-Identifier: Apache-2.0
#include "watch/responses.h"

#include <algorithm>
#include <utility>

#include "base/format.h"
#include "base/text.h"

namespace batten::watch {
namespace {

using monitor::ResponseAction;

constexpr std::chrono::seconds kOnceIn{60};
constexpr std::chrono::seconds kTryAgain{5};
constexpr std::size_t kMostInAMinute = 120;
constexpr std::size_t kMaxWaiting = 64;
constexpr std::size_t kMaxRemembered = 10'000;

std::string whom(ResponseAction action, const monitor::ResponseTarget& target) {
  if (action == ResponseAction::kKill || !target.container) return format("process {} ({})", target.process.pid, target.comm);
  const std::string& name = target.container->name;
  return "container " + (name.empty() ? target.container->id.substr(0, 12) : name);
}

std::string verb(ResponseAction action) {
  switch (action) {
    case ResponseAction::kKill:
    case ResponseAction::kKillContainer: return "kill";
    case ResponseAction::kStop: return "stop";
    case ResponseAction::kPause: return "pause";
    default: return "deny the network to";
  }
}

std::string intent(ResponseAction action, const monitor::ResponseTarget& target) { return verb(action) + " " + whom(action, target); }

std::string guard_of(ResponseAction action, const monitor::ResponseTarget& target) {
  const std::string name(monitor::response_action_name(action));
  if (action == ResponseAction::kKill || !target.container) return format("{} {} {}", name, target.process.pid, target.process.start_ns);
  return name + " " + target.container->id;
}

std::string_view outcome_name(Responses::Outcome outcome) {
  constexpr std::string_view kNames[] = {"done", "dry_run", "refused", "failed", "repeated"};
  return kNames[static_cast<std::size_t>(outcome)];
}

}  // namespace

Responses::Responses(ResponseOptions options, monitor::Responder::Options responder, metrics::Registry& registry, Sink sink, Teller tell)
    : options_(std::move(options)),
      responder_(std::move(responder)),
      counter_(registry.counter({.name = "batten_responses_total",
                                 .help = "Responses to alerts by action and outcome: done, dry_run, refused, failed, repeated.",
                                 .label_names = {"action", "outcome"}})),
      sink_(std::move(sink)),
      tell_(std::move(tell)) {}

Responses::~Responses() {
  thread_.request_stop();
  if (thread_.joinable()) thread_.join();
}

std::string Responses::count(const monitor::ResponseRule& rule, Outcome outcome, std::string said) {
  counter_.with({std::string(monitor::response_action_name(rule.action)), std::string(outcome_name(outcome))}).add();
  return said;
}

// Is it the first time within a minute, and not too much altogether?
bool Responses::passes(const std::string& guard) {
  const Clock::time_point now = Clock::now();
  const std::lock_guard lock(mutex_);
  if (const auto found = done_before_.find(guard); found != done_before_.end() && found->second > now) return false;
  if (done_before_.size() >= kMaxRemembered) std::erase_if(done_before_, [&](const auto& one) { return one.second <= now; });
  while (!recent_.empty() && recent_.front() + std::chrono::minutes(1) <= now) recent_.pop_front();
  recent_.push_back(now);
  done_before_[guard] = now + kOnceIn;
  return true;
}

void Responses::take(model::Alert alert, const model::Process& process, const model::RunningContainer* container) {
  Job job{.alert = std::move(alert),
          .target = {.process = process.key, .comm = process.comm, .container = std::nullopt},
          .tasks = {},
          .said = {}};
  std::vector<ResponseAction> seen;
  for (const monitor::ResponseRule& rule : options_.rules) {
    if (!monitor::response_applies(rule, job.alert, container) || std::ranges::find(seen, rule.action) != seen.end()) continue;
    seen.push_back(rule.action);
    if (container != nullptr && !job.target.container) job.target.container = *container;
    const std::string what = intent(rule.action, job.target);
    if (std::string why = responder_.refuses(rule, process, container); !why.empty()) {
      job.said.push_back(count(rule, Outcome::kRefused, format("did not {}: {}", what, why)));
      continue;
    }
    if (options_.dry_run) {
      job.said.push_back(count(rule, Outcome::kDryRun, "would " + what));
      continue;
    }
    const Task task{.rule = rule, .guard = guard_of(rule.action, job.target)};
    if (recent_.size() >= kMostInAMinute && recent_.front() + std::chrono::minutes(1) > Clock::now()) {
      job.said.push_back(
          count(rule, Outcome::kRefused, format("did not {}: {} responses within a minute are enough", what, kMostInAMinute)));
    } else if (!passes(task.guard)) {
      job.said.push_back(count(rule, Outcome::kRepeated, format("did not {} again", what)));
    } else if (rule.action == ResponseAction::kKill) {
      do_task(task, job);
    } else {
      job.tasks.push_back(task);
    }
  }
  if (job.tasks.empty()) return finish(std::move(job));
  std::unique_lock lock(mutex_);
  if (waiting_.size() >= kMaxWaiting) {
    lock.unlock();
    for (const Task& task : job.tasks)
      job.said.push_back(
          count(task.rule, Outcome::kRefused, format("did not {}: too much is to be done", intent(task.rule.action, job.target))));
    return finish(std::move(job));
  }
  waiting_.push_back(std::move(job));
  lock.unlock();
  if (!thread_.joinable()) thread_ = std::jthread([this](const std::stop_token& stop) { work(stop); });
  wake_.notify_one();
}

// By the loop or by the thread.
void Responses::do_task(const Task& task, Job& job) {
  Result<monitor::ResponseDone> done = responder_.act(task.rule.action, job.target);
  const std::lock_guard lock(mutex_);
  if (!done) {
    done_before_[task.guard] = Clock::now() + kTryAgain;
    job.said.push_back(
        count(task.rule, Outcome::kFailed, format("could not {}: {}", intent(task.rule.action, job.target), done.error().message)));
  } else {
    job.said.push_back(count(task.rule, Outcome::kDone, done->what));
    if (task.rule.undo_after.count() > 0 && done->undo)
      undo_.push_back(
          {.when = Clock::now() + task.rule.undo_after, .what = done->what, .guard = task.guard, .work = std::move(done->undo)});
  }
  words_.push_back(format("{}: {}", job.alert.rule, job.said.back()));
}

void Responses::undo_due(Clock::time_point now) {
  for (std::size_t i = 0; i < undo_.size();) {
    if (undo_[i].when > now) {
      ++i;
      continue;
    }
    const Undo one = std::move(undo_[i]);
    undo_.erase(undo_.begin() + static_cast<std::ptrdiff_t>(i));
    Result<std::string> undone = one.work();
    const std::lock_guard lock(mutex_);
    done_before_.erase(one.guard);
    words_.push_back(undone ? *undone : format("{}, and that could not be undone: {}", one.what, undone.error().message));
  }
}

void Responses::work(const std::stop_token& stop) {
  std::unique_lock lock(mutex_);
  while (true) {
    Clock::time_point until = Clock::now() + std::chrono::hours(1);
    for (const Undo& one : undo_) until = std::min(until, one.when);
    wake_.wait_until(lock, stop, until, [&] { return !waiting_.empty(); });
    if (waiting_.empty()) {
      lock.unlock();
      undo_due(stop.stop_requested() ? Clock::time_point::max() : Clock::now());
      lock.lock();
      if (stop.stop_requested() && waiting_.empty()) return;
      continue;
    }
    Job job = std::move(waiting_.front());
    waiting_.pop_front();
    lock.unlock();
    for (const Task& task : job.tasks) do_task(task, job);
    lock.lock();
    finished_.push_back(std::move(job));
  }
}

void Responses::finish(Job job) {
  if (!job.said.empty()) {
    const std::string said = base::join(job.said, "; ");
    job.alert.fields.emplace_back("batten.response", said);
    job.alert.output += " (response: " + said + ")";
    if (!job.alert.message.empty()) job.alert.message += " (response: " + said + ")";
  }
  sink_(std::move(job.alert));
}

void Responses::poll() {
  std::deque<Job> finished;
  std::vector<std::string> words;
  {
    const std::lock_guard lock(mutex_);
    finished.swap(finished_);
    words.swap(words_);
  }
  for (const std::string& line : words) tell_(line);
  for (Job& job : finished) finish(std::move(job));
}

void Responses::end() {
  thread_.request_stop();
  if (thread_.joinable()) thread_.join();
  poll();
}

}  // namespace batten::watch
