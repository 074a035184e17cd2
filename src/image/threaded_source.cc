// SPDX-License-Identifier: Apache-2.0
#include "image/threaded_source.h"

#include <array>
#include <condition_variable>
#include <mutex>
#include <optional>
#include <string>
#include <thread>

namespace batten::image {
namespace {

// A ring of buffers. The thread fills slot head, the consumer holds slot tail until it asks for the next. Small chunks are
// gathered, so that waking the other side is rare.
class Threaded final : public archive::ByteSource {
 public:
  explicit Threaded(archive::ByteSource& inner) : inner_(inner), thread_([this] { produce(); }) {}

  ~Threaded() override {
    {
      std::lock_guard lock(mutex_);
      stop_ = true;
    }
    space_.notify_one();
    thread_.join();
  }

  Result<std::string_view> next() override {
    std::unique_lock lock(mutex_);
    if (holding_) {
      holding_ = false;
      ++tail_;
      space_.notify_one();
    }
    filled_.wait(lock, [this] { return head_ != tail_ || ended_; });
    if (head_ == tail_) {
      if (error_) return *error_;
      return std::string_view();
    }
    holding_ = true;
    return std::string_view(slots_[tail_ % kSlots]);
  }

 private:
  static constexpr std::size_t kSlots = 4;
  static constexpr std::size_t kGather = 256 << 10;

  void produce() {
    bool more = true;
    while (more) {
      {
        std::unique_lock lock(mutex_);
        space_.wait(lock, [this] { return head_ - tail_ < kSlots || stop_; });
        if (stop_) return;
      }
      std::string& slot = slots_[head_ % kSlots];  // not the consumer's: it is between head and tail
      slot.clear();
      std::optional<Error> failed;
      while (slot.size() < kGather) {
        Result<std::string_view> chunk = inner_.next();
        if (!chunk) failed = chunk.error();
        more = chunk && !chunk->empty();
        if (!more) break;
        slot.append(*chunk);
      }
      std::lock_guard lock(mutex_);
      if (!slot.empty()) ++head_;
      if (!more) {
        ended_ = true;
        error_ = failed;
      }
      filled_.notify_one();
    }
  }

  archive::ByteSource& inner_;
  std::mutex mutex_;
  std::condition_variable space_, filled_;
  std::array<std::string, kSlots> slots_;
  std::size_t head_ = 0, tail_ = 0;
  bool holding_ = false, ended_ = false, stop_ = false;
  std::optional<Error> error_;
  std::jthread thread_;  // last: it uses all of the above
};

}  // namespace

std::unique_ptr<archive::ByteSource> threaded_source(archive::ByteSource& inner) { return std::make_unique<Threaded>(inner); }

}  // namespace batten::image
