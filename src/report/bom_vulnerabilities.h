// SPDX-License-Identifier: Apache-2.0
//
// The findings of a report, as CycloneDX groups them: a vulnerability once, with all components of which the same is said.
#pragma once

#include <vector>

#include "model/report.h"
#include "report/bom.h"

namespace batten::report {

// components: those of the report's packages, in their order.
std::vector<BomVulnerability> bom_vulnerabilities(const model::Report& report, const std::vector<BomComponent>& components);

}  // namespace batten::report
