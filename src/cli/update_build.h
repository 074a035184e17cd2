// SPDX-License-Identifier: Apache-2.0
//
// What `batten update apply --build` needs beside the plan.
#pragma once

#include "base/result.h"
#include "cli/command.h"
#include "update/new_build.h"

namespace batten::cli {

// Words that do not go together.
Result<void> check_build_options(const Arguments& arguments);

// Arguments and context outlive it.
Result<update::BuildWorld> build_world(const Arguments& arguments, Context& context);

}  // namespace batten::cli
