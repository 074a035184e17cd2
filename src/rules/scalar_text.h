// SPDX-License-Identifier: Apache-2.0
//
// A scalar of a YAML file with the place of each of its bytes, whatever way it is written: plain, quoted, in a block, folded over lines.
#pragma once

#include <string_view>

#include "base/yaml.h"
#include "rules/placed_text.h"

namespace batten::rules {

// file: the whole text that scalar is a part of, whose first byte is the Spot first. What can't be followed byte by byte (an alias) is at
// its beginning as a whole.
PlacedText scalar_text(yaml::View scalar, std::string_view file, Spot first);

}  // namespace batten::rules
