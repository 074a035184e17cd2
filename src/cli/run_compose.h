// SPDX-License-Identifier: Apache-2.0
//
// batten run --compose: `docker compose up` (or docker-compose) with an override of ours that mounts secrets; it holds paths only.
#pragma once

#include <span>
#include <string>

#include "cli/command.h"

namespace batten::cli {

// words: behind --compose. The exit status of `up`; with -d a process stays behind that keeps the secrets fresh.
Result<int> run_compose(std::span<const std::string> words);

}  // namespace batten::cli
