// SPDX-License-Identifier: Apache-2.0
//
// VEX statements put to use: findings that somebody has decided on.
#pragma once

#include <span>

#include "model/report.h"
#include "policy/vex_statement.h"

namespace batten::policy {

// Of the statements about a finding's vulnerability (by id or alias) and package, the newest decides; of equally old ones, the last.
// not_affected and fixed set suppressed_by ("OpenVEX team.json: component_not_present: not built in"), affected and under_investigation
// are added to the explanation's note. What is suppressed already stays as it is.
//
// A product with subcomponents is about those packages in the scanned image, one without about the package that it names, or about
// everything in the image. Notes count, for each source, the statements that match no finding.
void apply_vex(std::span<const VexStatement> statements, model::Report& report);

}  // namespace batten::policy
