// SPDX-License-Identifier: Apache-2.0
//
// Hands batches of archive members from the thread that inflates to the one that imports; at most a few wait.
#pragma once

#include <condition_variable>
#include <deque>
#include <mutex>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace batten::advisory {

struct Member {
  std::string name, content;
};
using Batch = std::vector<Member>;

class BatchQueue {
 public:
  explicit BatchQueue(std::size_t most) : most_(most) {}

  // False: the other side has stopped taking.
  bool put(Batch batch) {
    std::unique_lock lock(mutex_);
    changed_.wait(lock, [&] { return closed_ || batches_.size() < most_; });
    if (closed_) return false;
    batches_.push_back(std::move(batch));
    changed_.notify_all();
    return true;
  }

  // Nothing: no more will come.
  std::optional<Batch> take() {
    std::unique_lock lock(mutex_);
    changed_.wait(lock, [&] { return ended_ || !batches_.empty(); });
    if (batches_.empty()) return std::nullopt;
    Batch out = std::move(batches_.front());
    batches_.pop_front();
    changed_.notify_all();
    return out;
  }

  // Said by the side that puts, and by the side that takes.
  void end() {
    std::lock_guard lock(mutex_);
    ended_ = true;
    changed_.notify_all();
  }
  void close() {
    std::lock_guard lock(mutex_);
    closed_ = true;
    changed_.notify_all();
  }

 private:
  std::mutex mutex_;
  std::condition_variable changed_;
  std::deque<Batch> batches_;
  std::size_t most_;
  bool ended_ = false, closed_ = false;
};

}  // namespace batten::advisory
