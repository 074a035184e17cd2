// SPDX-License-Identifier: Apache-2.0
//
// CycloneDX documents (ECMA-424), 1.2 on, as JSON and as XML. Components may hold components.
#pragma once

#include "base/json.h"
#include "base/xml.h"
#include "image/sbom_collect.h"

namespace batten::image {

void read_cyclonedx(json::View bom, SbomCollector& out);
void read_cyclonedx(xml::View bom, SbomCollector& out);

}  // namespace batten::image
