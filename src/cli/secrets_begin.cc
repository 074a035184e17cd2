// SPDX-License-Identifier: Apache-2.0
#include "cli/secrets_begin.h"

#include <unistd.h>

#include <csignal>
#include <cstring>

#include "base/format.h"
#include "cli/secrets_requests.h"

namespace batten::cli {

HeldSignals::HeldSignals() {
  ::sigemptyset(&signals_);
  for (int number : {SIGTERM, SIGINT, SIGHUP, SIGQUIT}) ::sigaddset(&signals_, number);
  ::pthread_sigmask(SIG_BLOCK, &signals_, &before_);
}

HeldSignals::~HeldSignals() { ::pthread_sigmask(SIG_SETMASK, &before_, nullptr); }

Result<void> begin_delivery(secrets::Delivery& delivery, const std::function<void()>& abandon) {
  HeldSignals held;
  int number = TRY(delivery.begin_unless(held.signals()));
  if (number == 0) return {};
  if (abandon) abandon();
  tell(format("ended by SIG{} before the secrets were there", ::sigabbrev_np(number)));
  ::_exit(128 + number);
}

}  // namespace batten::cli
