// SPDX-License-Identifier: Apache-2.0
//
// batten lint --fix: what it changes, shows and writes.
#pragma once

#include <string>
#include <vector>

#include "cli/command.h"
#include "lint/lint.h"
#include "model/assessment.h"

namespace batten::cli {

// Repairs the files of the targets in place, or prints a diff (--diff); what was done and what was left is told on standard error.
Result<void> fix_and_tell(const lint::Options& options, const Arguments& arguments, Context& context);

// Leaves the results of these checks (ids, or numbers of other tools).
void keep_checks(const std::vector<std::string>& names, model::Assessment& assessment);

}  // namespace batten::cli
