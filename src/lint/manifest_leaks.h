// SPDX-License-Identifier: Apache-2.0
//
// Secrets in the text of a manifest, as `batten leaks` finds them in any file: in comments, scripts, arguments, wherever no check looks.
#pragma once

#include <string>

#include "lint/judge.h"

namespace batten::lint {

// Adds what is likely or more, on lines of which no check about secrets spoke, in the severity of the policy.
void find_leaks(JudgedFile& file, const std::string& text, const Policy& policy);

}  // namespace batten::lint
