// SPDX-License-Identifier: Apache-2.0
//
// SPDX documents 2.2 and 2.3, as JSON and as tag-value.
#pragma once

#include <string_view>

#include "base/json.h"
#include "base/result.h"
#include "image/sbom_collect.h"

namespace batten::image {

void read_spdx(json::View document, SbomCollector& out);
// corrupt when a text does not end.
Result<void> read_spdx_tags(std::string_view text, SbomCollector& out);

}  // namespace batten::image
