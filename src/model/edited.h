// SPDX-License-Identifier: Apache-2.0
//
// A text with edits made.
#pragma once

#include <span>
#include <string>
#include <string_view>

#include "model/place.h"

namespace batten::model {

// edits: in the order of their offsets, none over another.
std::string edited(std::string_view text, std::span<const Edit> edits);

}  // namespace batten::model
