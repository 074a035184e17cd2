// SPDX-License-Identifier: Apache-2.0
//
// The system calls that the monitor can see: the number of each, and the recipe by which the kernel program makes its
// event. Calls that this processor does not have are left out.
#pragma once

#include <cstdint>
#include <span>
#include <string_view>

#include "model/event_types.h"
#include "monitor/bpf/shared.h"

namespace batten::monitor {

struct SystemCall {
  std::string_view name;
  std::uint32_t number = 0;
  batten_recipe recipe = {};

  model::EventType type() const { return static_cast<model::EventType>(recipe.type); }
};

std::span<const SystemCall> all_system_calls();

// Which links of its paths a call of that type follows.
batten_follows followed_links(model::EventType type);

// Changes of identity and directory that the process table follows; seen whenever any system call is.
bool is_state(model::EventType type);

}  // namespace batten::monitor
