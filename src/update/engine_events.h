// SPDX-License-Identifier: Apache-2.0
//
// Containers that an engine has started within a time: their images, as they were asked for.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "engine/client.h"

namespace batten::update {

// The engine's answer about events (Engine API, SystemEvents): JSON objects one behind the other, a line each. Each image once; at most
// 1,000. corrupt: a line that is none.
Result<std::vector<std::string>> parse_started_images(std::string_view events);

// Between two moments, seconds since 1970; until lies in the past, so that the engine answers at once.
Result<std::vector<std::string>> started_images(engine::Client& engine, std::int64_t since, std::int64_t until);

}  // namespace batten::update
