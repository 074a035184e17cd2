// SPDX-License-Identifier: Apache-2.0
//
// So many alerts of one rule in one container within a time, further ones are only counted: a loop in a container must not fill the inbox.
// A token bucket for each pair; with burst 1 the same alert is said once a window.
#pragma once

#include <chrono>
#include <cstdint>
#include <unordered_map>

#include "model/alert.h"

namespace batten::alert {

struct LimitOptions {
  std::uint32_t burst = 0;  // 0: no limit
  std::chrono::milliseconds window{60'000};
};

class Limit {
 public:
  explicit Limit(LimitOptions options) : options_(options) {}

  struct Verdict {
    bool passes = true;
    std::uint64_t held_back = 0;  // of this pair since the last one that passed
  };
  // By the time of the alert. Not for two threads at once.
  Verdict judge(const model::Alert& alert);

 private:
  struct Bucket {
    double tokens = 0;
    std::uint64_t seen_ns = 0, held_back = 0;
  };
  void make_room(std::uint64_t now_ns);

  LimitOptions options_;
  std::unordered_map<std::uint64_t, Bucket> buckets_;
  std::uint64_t swept_ns_ = 0;
};

}  // namespace batten::alert
