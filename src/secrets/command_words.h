// SPDX-License-Identifier: Apache-2.0
//
// A command line cut into words, as a shell does with quotes, and with nothing else that a shell does.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"

namespace batten::secrets {

// 'single' quotes keep all; "double" ones all but \" \\ \$ \`; outside of both a backslash keeps the next character. Blanks separate.
// invalid_argument: a quote without its end, a backslash at the end, no word at all.
Result<std::vector<std::string>> command_words(std::string_view line);

}  // namespace batten::secrets
