// SPDX-License-Identifier: Apache-2.0
//
// Choosing one image of an index (manifest list) by platform.
#pragma once

#include "base/result.h"
#include "model/image.h"

namespace batten::image {

// This machine's, in Go's names: linux/amd64, linux/arm64, linux/arm/v7.
model::Platform own_platform();
// "linux/arm64", "arm64", "linux/arm/v7".
Result<model::Platform> parse_platform_text(std::string_view text);

// The manifest for the platform; attestation manifests (platform unknown/unknown) are never chosen. An index with one real
// image gives that one when no platform was asked for. not_found lists the platforms that there are.
Result<model::Descriptor> choose_platform(const model::Manifest& index, const model::Platform& wanted);

}  // namespace batten::image
