// SPDX-License-Identifier: Apache-2.0
//
// batten db status: what is in the advisory database, how old it is, where it is from.
#pragma once

#include "cli/command.h"

namespace batten::cli {

// The arguments behind the verb.
Result<int> run_db_status(const Arguments& arguments);

}  // namespace batten::cli
