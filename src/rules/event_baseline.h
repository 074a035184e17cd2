// SPDX-License-Identifier: Apache-2.0
//
// What of an event a baseline knows: that somebody listens, that somebody connects to somewhere.
#pragma once

#include <optional>
#include <string>

#include "model/baseline.h"
#include "model/event.h"

namespace batten::rules {

// Of a listen or a bind of a datagram socket that succeeded, when more than the machine itself can reach it.
std::optional<std::string> baseline_listener(const model::Event& event);
// Of a connect, whatever came of it, and of a datagram that is sent. None: within the machine.
std::optional<model::Destination> baseline_destination(const model::Event& event);

// The types of events that may have them.
bool may_listen(model::EventType type);
bool may_connect(model::EventType type);

}  // namespace batten::rules
