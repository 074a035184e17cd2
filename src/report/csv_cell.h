// SPDX-License-Identifier: Apache-2.0
//
// A text as a cell of comma-separated values (RFC 4180). Spreadsheets run what looks like a formula, so that such a text gets an
// apostrophe in front.
#pragma once

#include <string>
#include <string_view>

namespace batten::report {

// One line without control characters, cut off at 2,000 bytes; quoted where that is needed.
std::string csv_cell(std::string_view raw);

}  // namespace batten::report
