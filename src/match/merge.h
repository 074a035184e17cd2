// SPDX-License-Identifier: Apache-2.0
//
// One vulnerability under several names is one finding: an erratum and the CVE that it is about, an old id and its successor.
#pragma once

#include <vector>

#include "model/report.h"

namespace batten::match {

// findings: all of one package. A finding whose id another one has as an alias (or the other way round) goes into it; the one with a CVE
// id stays. Two CVEs are never one. A fix that either knows of counts.
void merge_aliases(std::vector<model::Finding>& findings);

}  // namespace batten::match
