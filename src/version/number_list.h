// SPDX-License-Identifier: Apache-2.0
//
// Versions that are nothing but a list of numbers: R's and Haskell's.
#pragma once

#include <compare>
#include <string_view>

namespace batten::version {

// Number by number; a list that ends is older than one that goes on. What is no such list sorts before all that are, by its bytes.
std::strong_ordering compare_number_lists(std::string_view left, std::string_view right, std::string_view separators);
// At least so many numbers, with one separator between.
bool is_number_list(std::string_view text, std::string_view separators, std::size_t least);

}  // namespace batten::version
