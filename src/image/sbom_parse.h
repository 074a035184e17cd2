// SPDX-License-Identifier: Apache-2.0
//
// Packages out of an SBOM: CycloneDX JSON (1.2 on) and SPDX JSON (2.2, 2.3). Called in the worker.
#pragma once

#include <string_view>

#include "base/result.h"
#include "model/facts.h"

namespace batten::image {

// Components with a package URL become packages; others are counted in a note. The operating system is the component of that
// type, else what the package URLs' distro qualifiers agree on. unsupported when the text is neither format.
Result<model::Inventory> parse_sbom(std::string_view text);

}  // namespace batten::image
