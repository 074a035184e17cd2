// SPDX-License-Identifier: Apache-2.0
//
// How many columns a text takes on a terminal, and the text without what could deceive one who reads it there.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace batten::report {

// base::printable, and '?' also for what turns the direction of writing, separates lines or is not seen at all
// (Unicode's bidirectional controls, line separators, zero-width characters).
std::string on_terminal(std::string_view raw);

// Of valid UTF-8: East Asian wide characters and emoji take two, combining marks none.
std::size_t columns(std::string_view text);

// The longest beginning of at most width columns.
std::string_view first_columns(std::string_view text, std::size_t width);

}  // namespace batten::report
