// SPDX-License-Identifier: Apache-2.0
//
// How versions are ordered, for rooms that do not know the schemes: they are handed version::order.
#pragma once

#include <compare>
#include <string_view>

namespace batten::model {

using VersionOrder = std::strong_ordering (*)(std::string_view scheme, std::string_view left, std::string_view right);

}  // namespace batten::model
