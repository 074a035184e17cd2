// SPDX-License-Identifier: Apache-2.0
//
// Leaks as JSON (docs/FORMATS.md, "Leaks").
#pragma once

#include <string>

#include "base/json.h"
#include "model/leak.h"

namespace batten::report {

// all: also those that a comment or the baseline suppresses.
std::string leaks_json(const model::LeakReport& report, bool all);

// One of them, as an object.
void write_leak(json::Writer& out, const model::Leak& leak);

}  // namespace batten::report
