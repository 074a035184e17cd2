// SPDX-License-Identifier: Apache-2.0
//
// batten run: `docker run` with secrets. The container is created first, then its secrets written, then it is started: it never runs
// without them, and the engine knows paths only.
#pragma once

#include <span>
#include <string>

#include "cli/command.h"

namespace batten::cli {

// In the foreground the exit status of `docker run`; with -d the container's id is printed and a process stays behind that keeps the
// secrets fresh.
Result<int> run_container(std::span<const std::string> words);

}  // namespace batten::cli
