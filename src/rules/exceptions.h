// SPDX-License-Identifier: Apache-2.0
//
// A rule's exceptions as part of its condition: "(condition) and not (field in (a, b)) and not ((x = 1 and y = 2) or ...)".
#pragma once

#include <optional>

#include "rules/items.h"
#include "rules/reports.h"

namespace batten::rules {

// The condition of a complete rule with its exceptions, still text, so that their values may name lists. None: they make no sense, which
// has been reported.
std::optional<PlacedText> condition_with_exceptions(const RuleItem& rule, Reports& reports);

}  // namespace batten::rules
