// SPDX-License-Identifier: Apache-2.0
//
// Whether a value of letters and digits was drawn at random, or is a name that somebody wrote: "datadogApiKeyFromEnvironment".
#pragma once

#include <string_view>

#include "leaks/detector.h"

namespace batten::leaks {

// Made for 16 characters and more. Of random text of both cases and digits it refuses one in a hundred, of lower-case letters and digits
// one in some thousands.
bool looks_random(std::string_view value);
// A confirm for values that have nothing else to check: likely, or none.
Opinion likely_if_random(const Candidate& candidate);

}  // namespace batten::leaks
