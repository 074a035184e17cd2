// SPDX-License-Identifier: Apache-2.0
//
// Which types of events a condition can match, from its checks of evt.type: rules are indexed by it, and the kernel is asked for no others.
#pragma once

#include <bitset>

#include "model/event_types.h"
#include "rules/condition.h"

namespace batten::rules {

using EventTypes = std::bitset<BATTEN_EVENT_TYPES>;

// Those that rules see, all of them.
const EventTypes& rule_event_types();
// A superset of what matches: exact for and, or, not over checks of evt.type (=, !=, in), of evt.is_open_read and evt.is_open_write, and of
// evt.dir; any other check may hold for each type. No macros are left in condition.
EventTypes event_types_of(const Condition& condition);

}  // namespace batten::rules
