// SPDX-License-Identifier: Apache-2.0
//
// What a running monitor tells Prometheus: events and their drops, alerts, rules that drops may have blinded, outputs, itself. By Falco's
// names it is in falco_metrics.h.
#pragma once

#include <array>
#include <cstdint>
#include <vector>

#include "alert/lane.h"
#include "metrics/registry.h"
#include "model/alert.h"
#include "monitor/capture.h"
#include "rules/definition.h"

namespace batten::watch {

class LiveMetrics {
 public:
  explicit LiveMetrics(metrics::Registry& registry);

  // Any thread may be exposing; these are called by the loop.
  void alert(const model::Alert& alert, std::uint64_t now_ns);
  struct State {
    std::uint64_t events = 0;  // that the rules saw
    std::uint64_t processes = 0, containers = 0;
    std::uint64_t reloads = 0, failed_reloads = 0;
    std::uint64_t held_back = 0;
  };
  void publish(const std::array<monitor::EventCounts, BATTEN_EVENT_TYPES>& counts, const State& state);
  void publish_rules(const std::vector<rules::Definition>& rules, const std::vector<std::uint64_t>& blind);
  void publish_outputs(const std::vector<alert::LaneCounts>& outputs);

 private:
  metrics::Family<metrics::Counter>&events_, &alerts_, &blind_, &output_alerts_;
  metrics::Family<metrics::Gauge>&rules_, &waiting_, &failing_;
  metrics::Counter &judged_, &reloads_, &failed_reloads_, &held_back_;
  metrics::Gauge &processes_, &containers_;
  metrics::Histogram& latency_;
};

}  // namespace batten::watch
