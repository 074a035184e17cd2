// SPDX-License-Identifier: Apache-2.0
//
// Command lines: long and short options in any place, "--name value", "--name=value", "-n value", "-nvalue", flags together as in
// "-aq"; "--" ends options, "-" alone is a word. An own parser of a page: start-up time counts here, and a library for it costs more to
// compile than the rest of this room.
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "cli/command.h"

namespace batten::cli {

// invalid_argument "unknown option --fromat (did you mean --format?)", "--output wants a FILE".
Result<Arguments> parse_arguments(std::span<const std::string> words, std::span<const OptionSpec> options);

}  // namespace batten::cli
