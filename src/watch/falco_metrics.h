// SPDX-License-Identifier: Apache-2.0
//
// What a running monitor counts, by the names that Falco gives it (falco.org, "Metrics"), for dashboards and alerts that know those.
// Names of what Falco has and this monitor has not (its tables of threads and descriptors) are left out.
#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "metrics/registry.h"
#include "model/alert.h"
#include "monitor/capture.h"
#include "rules/definition.h"
#include "rules/ruleset.h"

namespace batten::watch {

// The group of types that Falco counts lost events by: "open", "execve", "clone_fork", ...
std::string_view falco_drop_group(std::string_view event_type);

class FalcoMetrics {
 public:
  // Alerts are told apart by the tags of these rules; tags that later rules bring have no labels.
  FalcoMetrics(metrics::Registry& registry, const std::vector<rules::Definition>& rules, std::string_view hostname,
               std::string_view version);

  void alert(const model::Alert& alert);
  void rules_loaded(const std::vector<rules::RuleFile>& files, std::uint64_t now_ns);
  void publish(const std::array<monitor::EventCounts, BATTEN_EVENT_TYPES>& counts);
  void publish_outputs(std::uint64_t dropped) { output_drops_.set(dropped); }
  void publish_known(std::uint64_t processes, std::uint64_t containers);

 private:
  std::vector<std::string> tags_;
  std::vector<metrics::Labels> files_;  // that have a series
  metrics::Family<metrics::Counter>&matches_, &group_drops_;
  metrics::Family<metrics::Gauge>& hashes_;
  metrics::Counter &events_, &drops_, &output_drops_;
  metrics::Gauge &reloaded_, &threads_, &containers_;
};

// The use of this process and of the machine, by Falco's names; set before each exposition.
void add_falco_machine_metrics(metrics::Registry& registry);

}  // namespace batten::watch
