// SPDX-License-Identifier: Apache-2.0
//
// An SPDX 2.3 document (ISO/IEC 5962's successor) of a report, before it is JSON or tag-value. SPDX has no properties: what it has no
// field for stands in comments, a line "batten:NAME=VALUE" each.
#pragma once

#include <string>
#include <vector>

#include "model/report.h"

namespace batten::report {

struct SpdxPackage {
  std::string id;       // "SPDXRef-..."
  std::string purpose;  // "LIBRARY", "OPERATING-SYSTEM", "CONTAINER", "OTHER"
  std::string name, version, summary;
  std::string supplier, originator;  // "Organization: Debian", "NOASSERTION"
  std::string license;               // an expression or "NOASSERTION"
  std::string purl, sha256, comment;
};

struct SpdxLicense {
  std::string id, name;  // "LicenseRef-..."
};

struct SpdxRelationship {
  std::string from, type, to;
};

struct SpdxDocument {
  std::string name, name_space, created, creator, comment;
  std::vector<SpdxPackage> packages;
  std::vector<SpdxLicense> licenses;  // those that are not on the SPDX list
  std::vector<SpdxRelationship> relationships;
};

SpdxDocument spdx_document(const model::Report& report);

}  // namespace batten::report
