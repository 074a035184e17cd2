// SPDX-License-Identifier: Apache-2.0
//
// batten lint --fix --prove: repairs, builds and starts, and keeps what still works.
#pragma once

#include "cli/command.h"
#include "lint/lint.h"

namespace batten::cli {

// As fix_and_tell, but what made a container stop working is taken back, one kind of fix after another, until everything works that worked
// before. An error when no engine can be asked; files are then as they were.
Result<void> fix_and_prove(const lint::Options& options, const Arguments& arguments, Context& context);

}  // namespace batten::cli
