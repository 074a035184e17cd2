// SPDX-License-Identifier: Apache-2.0
//
// Workflow commands of GitHub Actions: "::error file=F,line=1,title=T::message".
#pragma once

#include <string>
#include <string_view>

#include "model/place.h"

namespace batten::report {

// One line with its newline. file may be empty, place without a line.
std::string github_command(std::string_view name, std::string_view file, const model::Place& place, std::string_view title,
                           std::string_view message);

}  // namespace batten::report
