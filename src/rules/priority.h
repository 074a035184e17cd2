// SPDX-License-Identifier: Apache-2.0
//
// Priorities as rules and options write them.
#pragma once

#include <optional>
#include <string_view>

#include "model/alert.h"

namespace batten::rules {

// In any case; "info" is informational. None: no such.
std::optional<model::Priority> parse_priority(std::string_view name);

}  // namespace batten::rules
