// SPDX-License-Identifier: Apache-2.0
//
// How a redeployment ended.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

namespace batten::update {

enum class Outcome : std::uint8_t {
  kKept,         // the new one runs, and is healthy
  kRolledBack,   // the old one runs again, and is healthy
  kNothingDone,  // nothing was changed
  kNeedsHelp     // neither could be brought to run: a person has to look
};

// "kept", "rolled back", "nothing done", "needs help".
std::string_view outcome_name(Outcome outcome);
std::optional<Outcome> parse_outcome(std::string_view name);

}  // namespace batten::update
