// SPDX-License-Identifier: Apache-2.0
//
// Rows of findings as a table of a given width.
#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "report/finding_rows.h"
#include "report/style.h"

namespace batten::report {

// What is less needed is left out first: title, layer, EPSS, state; then package names and versions are shortened; where that does not
// do, each finding takes two lines. Each line ends with a newline. Nothing for no rows.
std::string findings_table(const model::Report& report, const std::vector<FindingRow>& rows, const Style& style, std::size_t width);

}  // namespace batten::report
