// SPDX-License-Identifier: Apache-2.0
//
// A RunningContainer as JSON, in recorded files. Members have the names of its fields; those that say nothing are absent.
#pragma once

#include <string>
#include <string_view>

#include "base/result.h"
#include "model/running_container.h"

namespace batten::monitor {

std::string container_json(const model::RunningContainer& container);
// corrupt, limit: no JSON object, or without an id of 1 to 128 characters.
Result<model::RunningContainer> parse_container_json(std::string_view text);

}  // namespace batten::monitor
