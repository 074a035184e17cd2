// SPDX-License-Identifier: Apache-2.0
#include "alert/lane.h"

#include <algorithm>
#include <random>

#include "alert/record.h"
#include "base/format.h"

namespace batten::alert {
namespace {

constexpr std::size_t kMaxDoublings = 16;

// From half of the wait to all of it.
std::chrono::milliseconds with_jitter(std::chrono::milliseconds wait) {
  thread_local std::minstd_rand random{std::random_device{}()};
  std::uniform_int_distribution<std::int64_t> some(wait.count() / 2, std::max<std::int64_t>(1, wait.count()));
  return std::chrono::milliseconds(some(random));
}

}  // namespace

Result<std::unique_ptr<Lane>> Lane::start(std::string name, const OutputConfig& config, const LaneOptions& options) {
  const Output* output = find_output(config.kind);
  if (output == nullptr) return Error{Code::kInvalidArgument, format("there is no output '{}'", config.kind)};
  std::unique_ptr<Lane> out(new Lane(std::move(name), options));
  out->batch_ = output->batch;
  if (auto least = config.option("priority"); !least.empty()) out->least_ = TRY_IN(config.kind, parse_priority(least));
  out->receiver_ = TRY_IN(config.kind, output->open(config));
  std::uint64_t queue_bytes = options.queue_bytes;
  if (auto size = config.option("queue"); !size.empty()) queue_bytes = TRY_IN("queue", parse_size(size));
  if (output->remote && !options.queue_directory.empty())
    out->disk_ = TRY_IN(config.kind, DiskQueue::open(options.queue_directory, queue_bytes));
  if (out->disk_) out->store_thread_ = std::thread([lane = out.get()] { lane->store(); });
  out->send_thread_ = std::thread([lane = out.get()] { lane->send(); });
  return out;
}

Lane::~Lane() {
  end(Clock::now());
  join();
}

void Lane::push(std::shared_ptr<const model::Alert> alert) {
  bool first = false;
  {
    std::lock_guard lock(mutex_);
    if (memory_.size() >= options_.in_memory) {
      memory_.pop_front();
      ++dropped_;
    }
    first = memory_.empty();
    memory_.push_back(std::move(alert));
  }
  if (first) arrived_.notify_one();  // who is at work looks again before it waits
}

void Lane::store() {
  std::deque<std::shared_ptr<const model::Alert>> taken;
  while (true) {
    {
      std::unique_lock lock(mutex_);
      arrived_.wait(lock, [&] { return !memory_.empty() || ending_; });
      if (memory_.empty()) {
        stored_all_ = true;
        changed_.notify_all();
        return;
      }
      taken.swap(memory_);
      in_hand_ = taken.size();
    }
    for (const auto& alert : taken) {
      Result<void> stored = disk_->append(encode_alert(*alert));
      if (stored) continue;
      ++dropped_;
      say(stored.error().message);
    }
    taken.clear();
    std::lock_guard lock(mutex_);
    in_hand_ = 0;
    changed_.notify_all();
  }
}

bool Lane::fill_from_disk(Load& load) {
  while (true) {
    load.batch = disk_->front(batch_);
    for (const std::string& record : load.batch.records) {
      auto alert = decode_alert(record);
      if (!alert) {
        say(alert.error().message);
        break;
      }
      load.alerts.push_back(std::move(*alert));
    }
    if (!load.alerts.empty()) return true;
    if (!load.batch.records.empty()) {  // the first can't be read
      ++dropped_;
      disk_->pop(load.batch, 1);
      continue;
    }
    std::unique_lock lock(mutex_);
    auto something = [&] { return disk_->counts().waiting > 0; };
    changed_.wait(lock, [&] { return stored_all_ || something(); });
    if (stored_all_ && !something()) return false;
  }
}

bool Lane::fill_from_memory(Load& load) {
  std::unique_lock lock(mutex_);
  arrived_.wait(lock, [&] { return !memory_.empty() || ending_; });
  for (std::size_t i = 0; i < batch_ && !memory_.empty(); ++i) {
    load.alerts.push_back(*memory_.front());
    memory_.pop_front();
  }
  in_hand_ = load.alerts.size();
  return !load.alerts.empty();
}

// False: the end has come and nothing waits.
bool Lane::fill(Load& load) {
  load.alerts.clear();
  load.begin = 0;
  bool filled = disk_ ? fill_from_disk(load) : fill_from_memory(load);
  load.step = load.alerts.size();
  return filled;
}

// So many as were tried are done with.
void Lane::advance(Load& load) {
  load.begin += load.step;
  load.failures = 0;
  if (disk_) disk_->pop(load.batch, load.begin);
  std::lock_guard lock(mutex_);
  if (!disk_) in_hand_ -= load.step;
  changed_.notify_all();
}

// How long to wait before the next try; 0: it may come at once.
std::chrono::milliseconds Lane::try_once(Load& load) {
  if (reopen_.exchange(false)) receiver_->reopen();
  Delivery delivery = receiver_->deliver(std::span(load.alerts).subspan(load.begin, load.step));
  switch (delivery.fate) {
    case Delivery::Fate::kTaken:
      sent_ += load.step;
      failing_ = false;
      advance(load);
      return {};
    case Delivery::Fate::kRefused:
      say(delivery.why);
      if (load.step > 1) {
        load.step = 1;
        return {};
      }
      ++refused_;
      advance(load);
      return {};
    case Delivery::Fate::kLater: break;
  }
  ++retries_;
  failing_ = true;
  say(delivery.why);
  if (delivery.wait.count() > 0) return delivery.wait;
  auto wait = options_.first_wait * (std::int64_t{1} << std::min(load.failures++, kMaxDoublings));
  return with_jitter(std::min(wait, options_.longest_wait));
}

// False: the end has come.
bool Lane::pause(std::chrono::milliseconds wait) {
  std::unique_lock lock(mutex_);
  changed_.wait_for(lock, wait, [&] { return ending_; });
  return !ending_;
}

void Lane::send() {
  Load load;
  while (fill(load)) {
    while (load.begin < load.alerts.size()) {
      load.step = std::min(load.step, load.alerts.size() - load.begin);
      auto wait = try_once(load);
      bool late = false;
      {
        std::lock_guard lock(mutex_);
        late = ending_ && Clock::now() >= deadline_;
      }
      if (late || (wait.count() > 0 && !pause(wait))) {
        std::lock_guard lock(mutex_);
        if (!disk_) dropped_ += load.alerts.size() - load.begin + memory_.size();
        if (!disk_) memory_.clear();
        in_hand_ = disk_ ? in_hand_ : 0;
        return;
      }
    }
  }
}

void Lane::end(Clock::time_point deadline) {
  std::lock_guard lock(mutex_);
  if (ending_) return;
  ending_ = true;
  deadline_ = deadline;
  arrived_.notify_all();
  changed_.notify_all();
}

void Lane::join() {
  if (store_thread_.joinable()) store_thread_.join();
  if (send_thread_.joinable()) send_thread_.join();
}

bool Lane::wait_empty(Clock::time_point deadline) const {
  std::unique_lock lock(mutex_);
  return changed_.wait_until(lock, deadline, [&] { return memory_.empty() && in_hand_ == 0 && (!disk_ || disk_->counts().waiting == 0); });
}

void Lane::say(const std::string& problem) {
  std::lock_guard lock(mutex_);
  problem_ = problem;
}

LaneCounts Lane::counts() const {
  LaneCounts out;
  out.output = name_;
  out.sent = sent_, out.refused = refused_, out.dropped = dropped_, out.retries = retries_;
  out.failing = failing_;
  std::lock_guard lock(mutex_);
  out.waiting = memory_.size() + in_hand_;
  out.problem = problem_;
  if (!disk_) return out;
  DiskQueue::Counts disk = disk_->counts();
  out.waiting += disk.waiting;
  out.dropped += disk.dropped;
  out.queue_bytes = disk.bytes;
  return out;
}

}  // namespace batten::alert
