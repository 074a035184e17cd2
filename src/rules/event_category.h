// SPDX-License-Identifier: Apache-2.0
//
// What kind of thing each event type does, as evt.category and its relatives ask.
#pragma once

#include <string_view>

#include "model/event_types.h"

namespace batten::rules {

// "file", "net", "process", "ipc", "user", "signal", "system", "other".
std::string_view category_of(model::EventType type);
// Made by a system call; others come from the kernel's scheduler, signals, network.
bool is_syscall(model::EventType type);
// 'r': reads from a descriptor, 'w': writes, 0: neither.
char io_direction(model::EventType type);

}  // namespace batten::rules
