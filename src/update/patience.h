// SPDX-License-Identifier: Apache-2.0
//
// An engine that was killed is started again by its supervisor within seconds: what can't be left half done waits for it.
#pragma once

#include <chrono>
#include <thread>

#include "base/result.h"

namespace batten::update {

inline constexpr std::chrono::seconds kPatience{90};

// Does it again, as long as the engine can't be reached.
template <typename F>
auto with_patience(F action) -> decltype(action()) {
  const auto end = std::chrono::steady_clock::now() + kPatience;
  for (;;) {
    auto done = action();
    if (done || done.error().code != Code::kUnavailable || std::chrono::steady_clock::now() >= end) return done;
    std::this_thread::sleep_for(std::chrono::milliseconds(500));
  }
}

}  // namespace batten::update
