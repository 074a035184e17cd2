// SPDX-License-Identifier: Apache-2.0
//
// Help texts, made from the descriptors of the commands.
#pragma once

#include <string>

#include "cli/command.h"

namespace batten::cli {

// Usage, options and examples of a command, in lines of at most columns (60 to 100).
std::string command_help(const Command& command, int columns);
// What commands there are.
std::string program_help(int columns);

}  // namespace batten::cli
