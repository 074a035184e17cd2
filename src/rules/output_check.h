// SPDX-License-Identifier: Apache-2.0
//
// Whether an output's text names fields that there are: "%proc.name", "%30proc.name", "%tolower(proc.name)", "%%" for a '%'.
#pragma once

#include <string_view>
#include <vector>

#include "rules/condition_check.h"
#include "rules/placed_text.h"

namespace batten::rules {

// Errors have the code of outputs.
std::vector<CheckFinding> check_output(const PlacedText& output, ConditionCheck& fields);

}  // namespace batten::rules
