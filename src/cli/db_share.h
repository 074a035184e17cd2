// SPDX-License-Identifier: Apache-2.0
//
// batten db push and pull: the advisory database in a registry.
#pragma once

#include "cli/command.h"

namespace batten::cli {

Result<int> run_db_push(const Arguments& arguments, Context& context);
// Layers of feeds that this program can't use are left out, with exit status 4.
Result<int> run_db_pull(const Arguments& arguments, Context& context);

}  // namespace batten::cli
