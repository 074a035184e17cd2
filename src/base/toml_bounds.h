// SPDX-License-Identifier: Apache-2.0
//
// What a TOML text would cost, found by one pass over its brackets and dots before it is parsed. toml++ bounds nested values, but
// makes as many nested tables as a dotted key has parts, and looks for tables among all that headers and dotted keys have made.
#pragma once

#include <string_view>

#include "base/result.h"
#include "base/toml.h"

namespace batten::toml {

// limit, or corrupt, with line and column.
Result<void> check_bounds(std::string_view text, Limits limits);

}  // namespace batten::toml
