// SPDX-License-Identifier: Apache-2.0
#include "update/outcome.h"

#include <algorithm>
#include <array>

namespace batten::update {
namespace {

constexpr std::array<std::string_view, 4> kNames = {"kept", "rolled back", "nothing done", "needs help"};

}  // namespace

std::string_view outcome_name(Outcome outcome) { return kNames[static_cast<std::size_t>(outcome)]; }

std::optional<Outcome> parse_outcome(std::string_view name) {
  const auto* found = std::ranges::find(kNames, name);
  if (found == kNames.end()) return std::nullopt;
  return static_cast<Outcome>(found - kNames.begin());
}

}  // namespace batten::update
