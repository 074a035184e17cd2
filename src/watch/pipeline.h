// SPDX-License-Identifier: Apache-2.0
//
// From an event and whose it is to alerts: the rules judge. The same for events as they happen and for recorded ones.
#pragma once

#include <cstdint>
#include <functional>
#include <vector>

#include "model/alert.h"
#include "model/event.h"
#include "monitor/attribution.h"
#include "rules/ruleset.h"
#include "watch/surroundings.h"

namespace batten::watch {

class Pipeline {
 public:
  // What an event was, for those who look on (the terminal view, responses). Good during the call.
  struct Seen {
    const model::Event& event;
    const model::Process& process;
    const model::RunningContainer* container;  // null: the host
    std::uint64_t time_ns;
  };
  using AlertSink = std::function<void(model::Alert alert, const Seen& seen)>;
  using Observer = std::function<void(const Seen& seen)>;

  // All must outlive the pipeline.
  Pipeline(LiveSurroundings& surroundings, AlertSink sink) : surroundings_(surroundings), sink_(std::move(sink)) {}

  // Rules from here on; what the ones before have counted goes on. filter: number of the capture's filter that was made of them; events
  // that another one let pass, or none, are shown to all rules.
  void set_rules(rules::Ruleset rules, std::uint64_t filter = 0);
  const rules::Ruleset* rules() const { return rules_ ? &*rules_ : nullptr; }
  void observe(Observer observer) { observer_ = std::move(observer); }

  // whose: of this event, as attribution has it.
  void take(const model::Event& event, const monitor::Attributed& whose);

  std::uint64_t events() const { return number_; }

 private:
  LiveSurroundings& surroundings_;
  AlertSink sink_;
  Observer observer_;
  std::optional<rules::Ruleset> rules_;
  std::vector<model::Alert> alerts_;
  std::uint64_t number_ = 0;
  std::uint64_t filter_ = 0;
};

}  // namespace batten::watch
