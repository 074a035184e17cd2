// SPDX-License-Identifier: Apache-2.0
//
// Files of assets/, put into the program by the build.
#pragma once

#include <string_view>

namespace batten::rules {

// Its text; empty when there is none of that name.
std::string_view asset(std::string_view name);

}  // namespace batten::rules
