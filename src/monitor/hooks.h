// SPDX-License-Identifier: Apache-2.0
//
// The kernel programs that hang on hooks of their own, which cost other system calls nothing, and the event types that each makes.
#pragma once

#include <span>
#include <string_view>

#include "model/event_types.h"

namespace batten::monitor {

struct Hook {
  std::string_view program;
  std::span<const model::EventType> types;
  bool always = false;              // needed to know processes and containers, whatever the rules want
  std::string_view otherwise = {};  // the program that takes its place where the kernel refuses it
};

std::span<const Hook> all_hooks();

// The program of all system calls.
inline constexpr std::string_view kCallProgram = "call_end";

}  // namespace batten::monitor
