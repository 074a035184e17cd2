// SPDX-License-Identifier: Apache-2.0
//
// Names that rules written for Falco may ask evt.type for, whether or not the monitor sees such events: one that is not among them is a
// mistake in the rule.
#pragma once

#include <span>
#include <string_view>

namespace batten::rules {

std::span<const std::string_view> known_event_names();
bool is_known_event_name(std::string_view name);

}  // namespace batten::rules
