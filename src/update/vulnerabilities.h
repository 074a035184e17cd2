// SPDX-License-Identifier: Apache-2.0
//
// Sets of vulnerabilities: the same one is the same id in the same package.
#pragma once

#include <string>
#include <vector>

#include "update/candidate.h"
#include "update/settings.h"

namespace batten::update {

bool has(const std::vector<Vulnerability>& all, const Vulnerability& one);
// Those of left that right does not have, in their order.
std::vector<Vulnerability> without(const std::vector<Vulnerability>& left, const std::vector<Vulnerability>& right);
std::vector<Vulnerability> at_least(const std::vector<Vulnerability>& all, model::Severity severity);
// Those that are a reason to update: Settings::cares_about, fixable_only.
std::vector<Vulnerability> wanted_gone(const ImageFacts& running, const Settings& settings);

// "CVE-2024-5535 (critical, openssl)", "... and 3 more"; the worst first.
std::string named(const std::vector<Vulnerability>& all);
// "CVE-2024-5535 openssl", each.
std::vector<std::string> names_of(const std::vector<Vulnerability>& all);
// "2 critical, 1 high"; "none".
std::string counted(const std::vector<Vulnerability>& all);

}  // namespace batten::update
