// SPDX-License-Identifier: Apache-2.0
#include "watch/live_metrics.h"

#include <string>

#include "base/text.h"

namespace batten::watch {
namespace {

const std::vector<double> kLatencies = {0.0005, 0.001, 0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.5, 1, 5};

}  // namespace

LiveMetrics::LiveMetrics(metrics::Registry& registry)
    : events_(registry.counter({.name = "batten_events_total",
                                .help = "Events of the kernel by type and fate: seen by a kernel program, filtered there, sent, dropped "
                                        "because a buffer was full, limited because their container had too many.",
                                .label_names = {"type", "fate"}})),
      alerts_(registry.counter({.name = "batten_alerts_total", .help = "Alerts by rule.", .label_names = {"rule", "priority", "source"}})),
      blind_(registry.counter(
          {.name = "batten_rule_blind_events_total", .help = "Lost events that the rule might have matched.", .label_names = {"rule"}})),
      output_alerts_(registry.counter(
          {.name = "batten_output_alerts_total", .help = "Alerts by output and fate.", .label_names = {"output", "fate"}})),
      rules_(registry.gauge({.name = "batten_rules", .help = "Rules that are loaded."})),
      waiting_(
          registry.gauge({.name = "batten_output_waiting_alerts", .help = "Alerts that wait for an output.", .label_names = {"output"}})),
      failing_(registry.gauge({.name = "batten_output_failing", .help = "1 when the last try was not taken.", .label_names = {"output"}})),
      judged_(registry.counter({.name = "batten_judged_events_total", .help = "Events that the rules judged."}).with()),
      reloads_(registry.counter({.name = "batten_reloads_total", .help = "Rules that were loaded anew."}).with()),
      failed_reloads_(registry.counter({.name = "batten_failed_reloads_total", .help = "Rules that could not be loaded anew."}).with()),
      held_back_(registry.counter({.name = "batten_alerts_held_back_total", .help = "Alerts over the limit of repetitions."}).with()),
      processes_(registry.gauge({.name = "batten_known_processes", .help = "Processes that are known."}).with()),
      containers_(registry.gauge({.name = "batten_known_containers", .help = "Containers that are known."}).with()),
      latency_(registry
                   .histogram({.name = "batten_alert_latency_seconds",
                               .help = "From the event in the kernel to its alert.",
                               .label_names = {},
                               .bounds = kLatencies})
                   .with()) {}

void LiveMetrics::alert(const model::Alert& alert, std::uint64_t now_ns) {
  alerts_.with({alert.rule, base::lower(model::priority_name(alert.priority)), alert.source}).add();
  if (now_ns > alert.time_ns) latency_.observe(static_cast<double>(now_ns - alert.time_ns) / 1e9);
}

void LiveMetrics::publish(const std::array<monitor::EventCounts, BATTEN_EVENT_TYPES>& counts, const State& state) {
  for (const model::EventTypeInfo& info : model::all_event_types()) {
    const monitor::EventCounts& one = counts[info.type];
    if (one == monitor::EventCounts{}) continue;
    const std::string type(info.name);
    events_.with({type, "seen"}).set(one.seen);
    events_.with({type, "filtered"}).set(one.filtered);
    events_.with({type, "sent"}).set(one.sent);
    events_.with({type, "dropped"}).set(one.dropped);
    events_.with({type, "limited"}).set(one.limited);
  }
  judged_.set(state.events);
  reloads_.set(state.reloads);
  failed_reloads_.set(state.failed_reloads);
  held_back_.set(state.held_back);
  processes_.set(static_cast<double>(state.processes));
  containers_.set(static_cast<double>(state.containers));
}

void LiveMetrics::publish_rules(const std::vector<rules::Definition>& rules, const std::vector<std::uint64_t>& blind) {
  rules_.with().set(static_cast<double>(rules.size()));
  for (std::size_t i = 0; i < rules.size() && i < blind.size(); ++i) {
    if (blind[i] != 0) blind_.with({rules[i].name}).set(blind[i]);
  }
}

void LiveMetrics::publish_outputs(const std::vector<alert::LaneCounts>& outputs) {
  for (const alert::LaneCounts& one : outputs) {
    output_alerts_.with({one.output, "sent"}).set(one.sent);
    output_alerts_.with({one.output, "refused"}).set(one.refused);
    output_alerts_.with({one.output, "dropped"}).set(one.dropped);
    output_alerts_.with({one.output, "retried"}).set(one.retries);
    waiting_.with({one.output}).set(static_cast<double>(one.waiting));
    failing_.with({one.output}).set(one.failing ? 1 : 0);
  }
}

}  // namespace batten::watch
