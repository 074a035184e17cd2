// SPDX-License-Identifier: Apache-2.0
//
// Whether a value of letters and digits was drawn at random, or is a name that somebody wrote: "datadogApiKeyFromEnvironment".
#pragma once

#include <string_view>

#include "leaks/detector.h"

namespace batten::leaks {

// Made for 16 characters and more; shorter than that it refuses more of the random ones (looks_random_test.cc measures how many).
bool looks_random(std::string_view value);
// A confirm for values that have nothing else to check: likely, or none.
Opinion likely_if_random(const Candidate& candidate);

}  // namespace batten::leaks
