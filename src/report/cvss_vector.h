// SPDX-License-Identifier: Apache-2.0
//
// Is a text a CVSS 3 vector, by its specification (first.org/cvss/v3-1), so that a document with a strict schema may hold it?
#pragma once

#include <string_view>

namespace batten::report {

// "CVSS:3.0/" or "CVSS:3.1/", then all eight base metrics and any others, each with a value that it may have, none twice.
bool is_cvss3_vector(std::string_view text);

}  // namespace batten::report
