// SPDX-License-Identifier: Apache-2.0
//
// CycloneDX documents (ECMA-424) of a report, for the formats that differ in version and encoding only. There is no time in them, and
// the serial number is made from the rest of the document.
#pragma once

#include <string>

#include "model/report.h"

namespace batten::report {

enum class CycloneDxVersion : unsigned char { k1_4, k1_5, k1_6 };

std::string cyclonedx_json(const model::Report& report, CycloneDxVersion version);
// Version 1.6.
std::string cyclonedx_xml(const model::Report& report);

}  // namespace batten::report
