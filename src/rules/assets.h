// SPDX-License-Identifier: Apache-2.0
//
// The files of assets/, which the build puts into the program: the rules that come with it.
#pragma once

#include <span>
#include <string_view>

namespace batten::rules {

// The text of "20-programs.yaml"; empty when there is no such file.
std::string_view asset(std::string_view name);
// In their order.
std::span<const std::string_view> asset_names();

}  // namespace batten::rules
