// SPDX-License-Identifier: Apache-2.0
#include "cli/run_removal.h"

#include <condition_variable>
#include <mutex>
#include <thread>

#include "base/result.h"
#include "engine/client.h"

namespace batten::cli {
namespace {

constexpr std::chrono::seconds kLongestBeginning{2};

Result<int> wait(const std::string& engine, const std::string& id, const std::function<void()>& waiting) {
  engine::Client client = TRY(engine::Client::connect(engine));
  return client.wait_removed(id, waiting);
}

}  // namespace

struct Removal::State {
  std::mutex mutex;
  std::condition_variable changed;
  bool is_waiting = false, is_over = false;
  std::optional<int> status;
};

Removal::Removal(const std::string& engine, const std::string& id) : state_(std::make_shared<State>()) {
  std::thread([state = state_, engine, id] {
    Result<int> status = wait(engine, id, [&] {
      std::scoped_lock lock(state->mutex);
      state->is_waiting = true;
      state->changed.notify_all();
    });
    std::scoped_lock lock(state->mutex);
    if (status) state->status = *status;
    state->is_over = true;
    state->changed.notify_all();
  }).detach();
  std::unique_lock lock(state_->mutex);
  state_->changed.wait_for(lock, kLongestBeginning, [this] { return state_->is_waiting || state_->is_over; });
}

std::optional<int> Removal::status(std::chrono::milliseconds patience) {
  std::unique_lock lock(state_->mutex);
  state_->changed.wait_for(lock, patience, [this] { return state_->is_over; });
  return state_->status;
}

bool Removal::is_over() const {
  std::scoped_lock lock(state_->mutex);
  return state_->is_over;
}

}  // namespace batten::cli
