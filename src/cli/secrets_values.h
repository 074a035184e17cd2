// SPDX-License-Identifier: Apache-2.0
//
// batten secrets get, put, rotate and list: values go to a file or pipe and come from standard input, never by the command line.
#pragma once

#include "cli/command.h"

namespace batten::cli {

Result<int> run_secrets_get(const Arguments& arguments, Context& context);
Result<int> run_secrets_put(const Arguments& arguments);
// With status 1 when the old value was put back.
Result<int> run_secrets_rotate(const Arguments& arguments);
Result<int> run_secrets_list(const Arguments& arguments);

}  // namespace batten::cli
