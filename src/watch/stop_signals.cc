// SPDX-License-Identifier: Apache-2.0
#include "watch/stop_signals.h"

namespace batten::watch {
namespace {

volatile std::sig_atomic_t g_stop = 0, g_hangup = 0;

void on_stop(int) { g_stop = 1; }
void on_hangup(int) { g_hangup = 1; }

}  // namespace

StopSignals::StopSignals() {
  g_stop = 0;
  g_hangup = 0;
  struct sigaction action{};
  action.sa_handler = on_stop;
  sigaction(SIGINT, &action, &interrupt_);
  sigaction(SIGTERM, &action, &terminate_);
  action.sa_handler = on_hangup;
  sigaction(SIGHUP, &action, &hangup_);
}

StopSignals::~StopSignals() {
  sigaction(SIGINT, &interrupt_, nullptr);
  sigaction(SIGTERM, &terminate_, nullptr);
  sigaction(SIGHUP, &hangup_, nullptr);
}

bool StopSignals::stop() const { return g_stop != 0; }

bool StopSignals::take_hangup() {
  const bool was = g_hangup != 0;
  g_hangup = 0;
  return was;
}

}  // namespace batten::watch
