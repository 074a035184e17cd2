// SPDX-License-Identifier: Apache-2.0
//
// Secrets that end by themselves, as JSON Web Tokens do. What is found in the same bytes is the same on every day and is kept; whether it
// has ended is asked afterwards, of the clock of the run.
#pragma once

#include <cstdint>
#include <span>

#include "model/leak.h"

namespace batten::leaks {

// now: seconds since 1970. What has ended is possible at most, and low: it says who issued what to whom, and opens nothing.
void mark_ended(std::span<model::Leak> leaks, std::int64_t now);

}  // namespace batten::leaks
