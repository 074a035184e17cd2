// SPDX-License-Identifier: Apache-2.0
//
// Parts of a JSON document written again, as they are.
#pragma once

#include "base/json.h"

namespace batten::policy {

// Numbers that are no integers keep what a double holds of them.
void copy_json(json::View from, json::Writer& out);

}  // namespace batten::policy
