// SPDX-License-Identifier: Apache-2.0
//
// When to look for updates: every so often, or at times of the day, each moved by chance so that a thousand machines do not ask a registry
// in the same second.
#pragma once

#include <chrono>
#include <cstdint>
#include <string_view>
#include <vector>

#include "base/result.h"

namespace batten::update {

struct Schedule {
  std::chrono::seconds every{0};         // 0: at times of the day
  std::vector<std::chrono::minutes> at;  // after midnight, local time; sorted
  std::chrono::seconds jitter{0};        // each run comes up to so much later
};

// "6h", "30m", "90s", "2d"; "03:30", "03:30,15:30". At least a minute apart. invalid_argument.
Result<Schedule> parse_schedule(std::string_view text);

// The first run after `after` (seconds since 1970). chance: 0 to 1, which share of the jitter. A time of the day that a change of the clock
// leaves out comes an hour later; one that comes twice, once.
std::int64_t next_run(const Schedule& schedule, std::int64_t after, double chance);

}  // namespace batten::update
