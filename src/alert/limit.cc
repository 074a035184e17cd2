// SPDX-License-Identifier: Apache-2.0
#include "alert/limit.h"

#include <algorithm>
#include <functional>
#include <string>

namespace batten::alert {
namespace {

constexpr std::size_t kMaxBuckets = 16'384;

std::uint64_t key_of(const model::Alert& alert) {
  std::uint64_t rule = std::hash<std::string>()(alert.rule);
  return rule * 0x9e3779b97f4a7c15u ^ std::hash<std::string>()(alert.container_id);
}

}  // namespace

// Those that are full again are as good as new. At most four times a window, for it looks at all.
void Limit::make_room(std::uint64_t now_ns) {
  auto window_ns = static_cast<std::uint64_t>(std::chrono::nanoseconds(options_.window).count());
  if (swept_ns_ != 0 && now_ns < swept_ns_ + window_ns / 4) return;
  swept_ns_ = now_ns;
  std::erase_if(buckets_, [&](const auto& one) { return one.second.seen_ns + window_ns <= now_ns && one.second.held_back == 0; });
  if (buckets_.size() >= kMaxBuckets) std::erase_if(buckets_, [&](const auto& one) { return one.second.seen_ns + window_ns <= now_ns; });
}

Limit::Verdict Limit::judge(const model::Alert& alert) {
  if (options_.burst == 0 || options_.window.count() <= 0) return {};
  std::uint64_t key = key_of(alert), now_ns = alert.time_ns;
  auto at = buckets_.find(key);
  if (at == buckets_.end()) {
    if (buckets_.size() >= kMaxBuckets) make_room(now_ns);
    if (buckets_.size() >= kMaxBuckets) return {};  // too many to keep: said rather than lost
    at = buckets_.emplace(key, Bucket{.tokens = static_cast<double>(options_.burst), .seen_ns = now_ns, .held_back = 0}).first;
  }
  Bucket& bucket = at->second;
  if (now_ns > bucket.seen_ns) {
    auto window_ns = static_cast<double>(std::chrono::nanoseconds(options_.window).count());
    double gained = static_cast<double>(now_ns - bucket.seen_ns) / window_ns * options_.burst;
    bucket.tokens = std::min(static_cast<double>(options_.burst), bucket.tokens + gained);
    bucket.seen_ns = now_ns;
  }
  if (bucket.tokens < 1) {
    ++bucket.held_back;
    return {.passes = false, .held_back = 0};
  }
  bucket.tokens -= 1;
  return {.passes = true, .held_back = std::exchange(bucket.held_back, 0)};
}

}  // namespace batten::alert
