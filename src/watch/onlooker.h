// SPDX-License-Identifier: Apache-2.0
//
// One who looks on while the monitor runs, as the terminal view does. All of it is called by the thread of the loop.
#pragma once

#include <cstdint>

#include "base/result.h"
#include "model/alert.h"
#include "model/prefilter.h"
#include "monitor/attribution.h"
#include "watch/pipeline.h"

namespace batten::watch {

class Onlooker {
 public:
  virtual ~Onlooker() = default;

  // What it wants to see beside what rules need; of each set of rules.
  virtual void widen(model::Prefilter& filter) = 0;
  // There are no events, since the kernel refuses: the loop goes on without them.
  virtual void no_events(const Error& why) = 0;
  // Before the rules judge it.
  virtual void event(const Pipeline::Seen& seen) = 0;
  virtual void alert(const model::Alert& alert) = 0;
  // Between events, at least every 50 ms. dropped: events that were lost since the start. False: the loop ends.
  virtual bool look(monitor::Attribution& attribution, std::uint64_t dropped) = 0;
};

}  // namespace batten::watch
