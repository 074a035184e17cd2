// SPDX-License-Identifier: Apache-2.0
//
// Events that were lost, and which rules may have missed something by it: said as an alert, at most so often.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <vector>

#include "model/alert.h"
#include "model/prefilter.h"
#include "monitor/capture.h"
#include "rules/definition.h"

namespace batten::watch {

class DropWatch {
 public:
  using Counts = std::array<monitor::EventCounts, BATTEN_EVENT_TYPES>;
  explicit DropWatch(std::uint64_t interval_ns) : interval_ns_(interval_ns) {}

  // What was dropped since the last alert, when it is time to say so. filter: of the rules that were loaded then.
  std::optional<model::Alert> look(const Counts& counts, const model::Prefilter& filter, const std::vector<rules::Definition>& rules,
                                   std::uint64_t time_ns);
  // How many events each rule may not have seen, since the start; by index of rules, begins anew with other rules.
  const std::vector<std::uint64_t>& blind() const { return blind_; }
  void forget_rules() { blind_.clear(); }
  std::uint64_t dropped() const { return dropped_; }

 private:
  std::uint64_t interval_ns_, said_ns_ = 0;
  Counts before_{};
  std::array<std::uint64_t, BATTEN_EVENT_TYPES> unsaid_{};
  std::vector<std::uint64_t> blind_;
  std::uint64_t dropped_ = 0;
};

}  // namespace batten::watch
