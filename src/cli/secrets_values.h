// SPDX-License-Identifier: Apache-2.0
//
// batten secrets get, put, rotate and list: values go to a file or pipe and come from standard input, never by the command line.
#pragma once

#include <string_view>

#include "cli/command.h"
#include "secrets/replace.h"

namespace batten::cli {

Result<int> run_secrets_get(const Arguments& arguments, Context& context);
Result<int> run_secrets_put(const Arguments& arguments);
// With status 1 when the old value was put back.
Result<int> run_secrets_rotate(const Arguments& arguments);
Result<int> run_secrets_list(const Arguments& arguments);

// What --health-command and --wait say of how a secret is replaced.
Result<secrets::ReplaceOptions> replace_options(const Arguments& arguments);
// "retired", "put back", "kept".
std::string_view end_name(secrets::Replaced::End end);

}  // namespace batten::cli
