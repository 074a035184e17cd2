// SPDX-License-Identifier: Apache-2.0
//
// Runs the docker program in a terminal's place: its messages and the progress of a pull go where ours go, what it prints is kept. None of
// the variables that lead to a provider of secrets reach it.
#pragma once

#include <string>
#include <vector>

#include "base/result.h"

namespace batten::cli {

struct DockerOutput {
  int status = 0;
  std::string out;
};

// At most 1 MiB of output.
Result<DockerOutput> run_docker(const std::vector<std::string>& argv);

}  // namespace batten::cli
