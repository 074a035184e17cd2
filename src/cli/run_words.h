// SPDX-License-Identifier: Apache-2.0
//
// The command line of `batten run`: options of ours among those of `docker run`, which pass through.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <vector>

#include "base/result.h"
#include "cli/command.h"

namespace batten::cli {

struct RunWords {
  Arguments own;                     // secret, from, on-change, refresh, grace
  std::vector<std::string> options;  // of `docker create`
  std::vector<std::string> image;    // and its command
  std::vector<std::string> start;    // of `docker start`: what is about the terminal
  bool detach = false, interactive = false, terminal = false;
  bool remove = false;                              // not among the options
  std::optional<std::string> user, user_namespace;  // --user, --userns
};

// invalid_argument when there is no image, or an option that docker run does not have.
Result<RunWords> parse_run_words(std::span<const std::string> words);

}  // namespace batten::cli
