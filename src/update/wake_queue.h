// SPDX-License-Identifier: Apache-2.0
//
// Why it is time to look for updates: the schedule, a registry that told of a push, containers that were started, new advisories. Several
// reasons that come together are one.
#pragma once

#include <chrono>
#include <condition_variable>
#include <mutex>
#include <string>
#include <vector>

#include "update/registry_event.h"
#include "update/subject.h"

namespace batten::update {

struct Wake {
  bool schedule = false;
  bool advisories = false;
  bool stopped = false;
  std::vector<PushedImage> pushed = {};
  std::vector<std::string> started = {};  // images of containers that began to run

  bool everything() const { return schedule || advisories; }  // all subjects are to be looked at
  bool any() const { return schedule || advisories || stopped || !pushed.empty() || !started.empty(); }
};

// Any thread pushes, one waits.
class WakeQueue {
 public:
  // More than a thousand pushes that nobody has looked at yet become "everything".
  void push(Wake wake);
  // Until something comes and nothing more has come for `settle` (ten times that at most), or until the deadline, which is the schedule.
  Wake wait(std::chrono::steady_clock::time_point deadline, std::chrono::milliseconds settle);

 private:
  std::mutex mutex_;
  std::condition_variable came_;
  Wake waiting_;
};

// Whether a push may concern what a subject runs: its repository, whatever the tag.
bool concerns(const PushedImage& pushed, const Subject& subject);
// Whether a subject is to be looked at for these reasons.
bool concerns(const Wake& wake, const Subject& subject);

}  // namespace batten::update
