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

// What --fix-all, --check and --insecure ask for; digests are asked for once.
lint::FixOptions fix_options(const Arguments& arguments);
// The changed file and what it needs beside it; conflict when a secret's file is there already.
Result<void> write_fixed(const lint::FixedPath& file);
Result<void> take_back(const lint::FixedPath& file);
// On standard error: a line for each step.
void tell_fixed(const lint::FixedPath& file);

// Leaves the results of these checks (ids, or numbers of other tools).
void keep_checks(const std::vector<std::string>& names, model::Assessment& assessment);

}  // namespace batten::cli
