// SPDX-License-Identifier: Apache-2.0
//
// The program without its process: finds the command, runs it, prints what went wrong.
#pragma once

#include <string>
#include <vector>

namespace batten::cli {

// words: without the program's name. The exit status.
int run_program(const std::vector<std::string>& words);

}  // namespace batten::cli
