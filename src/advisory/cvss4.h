// SPDX-License-Identifier: Apache-2.0
//
// The base score of CVSS 4.0 (FIRST, Specification Document, section 8): the vector falls into a macro vector that experts
// gave a score; between it and the next lower macro vectors the score is interpolated.
#pragma once

#include <map>
#include <optional>
#include <string_view>

namespace batten::advisory {

// Metrics by name ("AV" -> "N"). Nothing when a base metric is missing or has a value that does not exist.
std::optional<double> cvss4_score(const std::map<std::string_view, std::string_view>& metrics);

}  // namespace batten::advisory
