// SPDX-License-Identifier: Apache-2.0
//
// What documents and --version say of the program that made them. The version is the one in CMakeLists.txt; a test compares them.
#pragma once

#include <string_view>

namespace batten::report {

inline constexpr std::string_view kProgramVersion = "0.1.0";

}  // namespace batten::report
