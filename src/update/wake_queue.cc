// SPDX-License-Identifier: Apache-2.0
#include "update/wake_queue.h"

#include <algorithm>
#include <iterator>
#include <utility>

#include "model/reference.h"

namespace batten::update {
namespace {

constexpr std::size_t kMaxWaiting = 1000;

template <typename T>
void append(std::vector<T>& to, std::vector<T> from) {
  for (T& one : from) {
    if (std::ranges::find(to, one) == to.end()) to.push_back(std::move(one));
  }
}

}  // namespace

void WakeQueue::push(Wake wake) {
  {
    const std::lock_guard lock(mutex_);
    waiting_.schedule = waiting_.schedule || wake.schedule;
    waiting_.advisories = waiting_.advisories || wake.advisories;
    waiting_.stopped = waiting_.stopped || wake.stopped;
    append(waiting_.pushed, std::move(wake.pushed));
    append(waiting_.started, std::move(wake.started));
    if (waiting_.pushed.size() + waiting_.started.size() > kMaxWaiting) {
      waiting_.schedule = true;
      waiting_.pushed.clear();
      waiting_.started.clear();
    }
  }
  came_.notify_one();
}

Wake WakeQueue::wait(std::chrono::steady_clock::time_point deadline, std::chrono::milliseconds settle) {
  std::unique_lock lock(mutex_);
  if (!came_.wait_until(lock, deadline, [&] { return waiting_.any(); })) return {.schedule = true};
  const auto latest = std::chrono::steady_clock::now() + 10 * settle;
  while (!waiting_.stopped && std::chrono::steady_clock::now() < latest) {
    const auto quiet = std::min(std::chrono::steady_clock::now() + settle, latest);
    if (came_.wait_until(lock, quiet) == std::cv_status::timeout) break;
  }
  return std::exchange(waiting_, {});
}

bool concerns(const PushedImage& pushed, const Subject& subject) {
  const auto reference = model::parse_reference(subject.image);
  if (!reference || reference->repository != pushed.repository) return false;
  return pushed.registry.empty() || pushed.registry == reference->registry;
}

bool concerns(const Wake& wake, const Subject& subject) {
  if (wake.everything() || std::ranges::find(wake.started, subject.image) != wake.started.end()) return true;
  return std::ranges::any_of(wake.pushed, [&](const PushedImage& one) { return concerns(one, subject); });
}

}  // namespace batten::update
