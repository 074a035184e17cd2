// SPDX-License-Identifier: Apache-2.0
//
// Packages out of an SBOM: CycloneDX (1.2 on) as JSON and XML, SPDX (2.2, 2.3) as JSON and tag-value. Called in the worker.
#pragma once

#include <string_view>

#include "base/result.h"
#include "model/facts.h"

namespace batten::image {

// Does a text that begins so look like one of those?
bool looks_like_sbom(std::string_view beginning);

// Components with a package URL, or with a property that says of which kind they are, become packages; others are counted in a note. The
// operating system is the component of that type, else what most of the package URLs' distro qualifiers say. unsupported when the text
// is in none of the formats.
Result<model::Inventory> parse_sbom(std::string_view text);

}  // namespace batten::image
