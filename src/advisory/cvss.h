// SPDX-License-Identifier: Apache-2.0
//
// Base scores of CVSS vectors, by FIRST's specifications of 2.0, 3.0, 3.1 and 4.0.
#pragma once

#include <optional>
#include <string_view>

#include "model/advisory.h"

namespace batten::advisory {

// "CVSS:3.1/AV:N/AC:L/...", "CVSS:4.0/...", or a vector of version 2 ("AV:N/AC:L/Au:N/C:P/I:P/A:P", also in parentheses). Nothing when a
// base metric is missing, given twice or has a value that does not exist. Temporal and environmental metrics are left aside.
std::optional<model::Cvss> parse_cvss(std::string_view vector, std::string_view source);

}  // namespace batten::advisory
