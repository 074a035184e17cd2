// SPDX-License-Identifier: Apache-2.0
//
// A redeployment that a cluster does by itself once it was told the new image: ordered, watched, and ordered back when it does not become
// healthy. What is the same for a Swarm service and for a Kubernetes workload.
#pragma once

#include <chrono>
#include <cstdint>
#include <map>
#include <string>

#include "base/result.h"
#include "update/settings.h"
#include "update/target.h"

namespace batten::update {

enum class RolloutPhase : std::uint8_t {
  kElsewhere,  // it has the other of the two images: nothing was ordered yet, or the cluster took it back by itself
  kUnderWay,
  kDone,    // all of it runs the image, and is ready
  kFailed,  // the cluster itself has given up
  kForeign  // it has neither of the two images, or is gone: somebody else changed it
};

struct RolloutView {
  RolloutPhase phase = RolloutPhase::kUnderWay;
  std::uint64_t ready = 0;     // how many of its replicas run the image and are ready
  std::uint64_t restarts = 0;  // of replicas with that image, ever: one more after it was ready is a failure
  std::string why;             // what is waited for, or what failed
};

enum class Way : std::uint8_t { kForward, kBack };

// One service of a cluster, its old image and its new one.
class Rollout {
 public:
  virtual ~Rollout() = default;
  // Orders it; the cluster goes on by itself. conflict: somebody changed it since it was looked at. Ordered twice is no harm.
  virtual Result<void> order(Way way) = 0;
  virtual Result<RolloutView> look(Way way) = 0;
  // What the cluster takes on purpose between two replicas: added to the time in which something has to happen.
  virtual std::chrono::seconds pause() const { return {}; }
};

// Orders the new image; watches until it is done and has stayed so; or orders the old one and watches that. values: what resume needs, of
// the step "update". The operation was begun; it is ended, but for a cluster that can't be reached any more.
Result<Redeployed> roll_out(Rollout& rollout, Operation& operation, std::map<std::string, std::string> values, const HealthSettings& health,
                            World& world);
// Goes on with one that has the step "update".
Result<Redeployed> go_on_rolling_out(Rollout& rollout, Operation& operation, const HealthSettings& health, World& world);

}  // namespace batten::update
