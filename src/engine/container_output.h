// SPDX-License-Identifier: Apache-2.0
//
// What containers say: the end of their log, and commands that are run in them.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "engine/client.h"

namespace batten::engine {

struct CommandEnd {
  int status = 0;
  std::string output;  // both streams as they came, its first 64 KiB
};

// Runs a command in a running container (no shell). timeout: it still ran after so long, and goes on.
Result<CommandEnd> run_in_container(Client& client, std::string_view id, const std::vector<std::string>& command, int timeout_ms);
// At most so many lines of both streams, since then (seconds since 1970). unsupported: a log driver that can't be read.
Result<std::string> log_tail(Client& client, std::string_view id, unsigned lines, std::int64_t since);

// Takes the frames of two streams apart that an engine sends for containers without a terminal: 8 bytes of head, then text. What is no
// frame is left as it is.
std::string without_frames(std::string_view bytes);

}  // namespace batten::engine
