// SPDX-License-Identifier: Apache-2.0
//
// The secret that a file's bytes are, whoever read or opened it.
#pragma once

#include <string_view>

#include "base/result.h"
#include "secrets/provider.h"

namespace batten::secrets {

// With a field: that member of the JSON object. Else the bytes, without one newline at the very end, as editors add it, unless ?raw=true.
// not_found when nothing is left: never an empty secret.
Result<Secret> file_value(std::string_view bytes, const Reference& reference);

}  // namespace batten::secrets
