// SPDX-License-Identifier: Apache-2.0
//
// batten secrets exec and mount: secrets for a command, or for a directory in memory that others read.
#pragma once

#include "cli/command.h"

namespace batten::cli {

// The command's exit status; 127 when there is no such program, 126 when it can't be run.
Result<int> run_secrets_exec(const Arguments& arguments);
// Once, or until SIGTERM.
Result<int> run_secrets_mount(const Arguments& arguments);

}  // namespace batten::cli
