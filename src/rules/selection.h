// SPDX-License-Identifier: Apache-2.0
//
// Which rules are switched on and off by name and tag.
#pragma once

#include <span>

#include "rules/definition.h"
#include "rules/ruleset.h"

namespace batten::rules {

// A rule's own "enabled", changed by those that mean it, in their order.
bool is_selected(const Definition& rule, std::span<const Selection> selections);

}  // namespace batten::rules
