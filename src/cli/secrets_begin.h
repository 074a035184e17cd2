// SPDX-License-Identifier: Apache-2.0
//
// The first delivery, which a slow provider may hold up: whoever waits for it can end it.
#pragma once

#include <signal.h>  // NOLINT: sigset_t

#include <functional>

#include "base/result.h"
#include "secrets/delivery.h"

namespace batten::cli {

// SIGTERM, SIGINT, SIGHUP and SIGQUIT wait while this object lives, for begin_delivery or for its end.
class HeldSignals {
 public:
  HeldSignals();
  ~HeldSignals();
  HeldSignals(const HeldSignals&) = delete;
  HeldSignals& operator=(const HeldSignals&) = delete;

  const sigset_t& signals() const { return signals_; }

 private:
  sigset_t signals_{}, before_{};
};

// All values, once. One of those signals ends the process, with 128 + its number: nothing is left in the place, and abandon, where given,
// takes the rest away.
Result<void> begin_delivery(secrets::Delivery& delivery, const std::function<void()>& abandon = {});

}  // namespace batten::cli
