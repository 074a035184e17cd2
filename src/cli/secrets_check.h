// SPDX-License-Identifier: Apache-2.0
//
// batten secrets check: can all that a project asks for be delivered, and who would see it?
#pragma once

#include "cli/command.h"

namespace batten::cli {

// With status 3 when one can't be read.
Result<int> run_secrets_check(const Arguments& arguments);

}  // namespace batten::cli
