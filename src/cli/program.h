// SPDX-License-Identifier: Apache-2.0
//
// The program without its process: finds the command, runs it, prints what went wrong.
#pragma once

#include <string>
#include <vector>

namespace batten::cli {

// Descriptors 0 to 2 are open: a file that is opened later must not become standard output.
void keep_standard_descriptors();

// words: without the program's name. The exit status. Ignores SIGPIPE from here on.
int run_program(const std::vector<std::string>& words);

}  // namespace batten::cli
