// SPDX-License-Identifier: Apache-2.0
//
// One update of a feed at a time, over all processes: an exclusive flock(2) on DIR/<feed>.lock. The kernel lets go of it when its
// holder dies, so a killed update blocks nobody. Readers take no lock.
#pragma once

#include <chrono>
#include <string>

#include "base/fd.h"
#include "base/progress.h"
#include "base/result.h"

namespace batten::advisory {

class FeedLock {
 public:
  // Waits; conflict when somebody else holds it for longer than the time given. What a killed update left behind is removed.
  static Result<FeedLock> take(const std::string& directory, std::string_view feed, std::chrono::milliseconds patience,
                               base::Progress& progress);

 private:
  explicit FeedLock(base::Fd fd) : fd_(std::move(fd)) {}
  base::Fd fd_;
};

}  // namespace batten::advisory
