// SPDX-License-Identifier: Apache-2.0
//
// The few things that would help most.
#pragma once

#include <string>
#include <vector>

#include "model/assessment.h"
#include "model/version_order.h"
#include "policy/scorecard.h"

namespace batten::policy {

// At most count lines, the best first: fixes of checks by what they take away, and updates by the findings that they remove.
std::vector<std::string> best_fixes(const model::Assessment& assessment, const std::vector<Subject>& subjects, model::VersionOrder order,
                                    std::size_t count);

}  // namespace batten::policy
