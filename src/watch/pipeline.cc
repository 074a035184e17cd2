// SPDX-License-Identifier: Apache-2.0
#include "watch/pipeline.h"

#include <utility>

namespace batten::watch {

void Pipeline::set_rules(rules::Ruleset rules, std::uint64_t filter) {
  filter_ = filter;
  if (rules_) rules.take_over(*rules_);
  rules_.emplace(std::move(rules));
}

void Pipeline::take(const model::Event& event, const monitor::Attributed& whose) {
  if (!event.info().for_rules) return;
  const model::Process& process = *whose.process;
  const model::RunningContainer* container = whose.container;
  const std::uint64_t time_ns = whose.time_ns;
  const Seen seen{.event = event, .process = process, .container = container, .time_ns = time_ns};
  if (observer_) observer_(seen);
  if (!rules_) return;
  const std::optional<batten_event_clauses> met = event.clauses();
  const rules::Moment moment{.event = &event,
                             .process = &process,
                             .container = container,
                             .surroundings = &surroundings_,
                             .time_ns = time_ns,
                             .number = ++number_,
                             .clauses = met && met->filter == filter_ && filter_ != 0 ? met->clauses : ~std::uint64_t{0}};
  rules_->judge(moment, alerts_);
  for (model::Alert& alert : alerts_) sink_(std::move(alert), seen);
  alerts_.clear();
}

}  // namespace batten::watch
