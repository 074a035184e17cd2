// SPDX-License-Identifier: Apache-2.0
//
// Checks whose results come from a scan: what they are, for lists and reports.
#pragma once

#include "model/assessment.h"

namespace batten::checks {

// A base image with vulnerabilities that an update fixes; at the FROM line.
extern const model::CheckInfo kBaseImageVulnerable;

}  // namespace batten::checks
