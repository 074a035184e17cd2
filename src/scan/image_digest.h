// SPDX-License-Identifier: Apache-2.0
//
// The digest behind a tag, for those who want to write it down.
#pragma once

#include <string>

#include "base/result.h"
#include "image/registry_client.h"

namespace batten::scan {

// "sha256:..." of the manifest, or of the index where there are several platforms: from the registry (it knows what the tag is now), else
// from the engine, when that has pulled it. not_found: an image that was made here has none. The error says what both said.
Result<std::string> image_digest(const std::string& reference, const image::RegistryOptions& options);

}  // namespace batten::scan
