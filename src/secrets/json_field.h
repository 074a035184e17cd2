// SPDX-License-Identifier: Apache-2.0
//
// One member of a secret that is a JSON object, as all stores keep them.
#pragma once

#include <cstddef>
#include <string_view>

#include "base/result.h"
#include "base/secret_bytes.h"

namespace batten::secrets {

// A text that has a value of kMaxSecretBytes in it, every character escaped.
inline constexpr std::size_t kMaxJsonBytes = 97u << 20;

// The member's text: a string's characters, of anything else its JSON as written. corrupt when the secret is no JSON object, not_found when
// it has no such member or that is null or empty, limit. What was copied on the way is wiped.
Result<base::SecretBytes> json_field(std::string_view json, std::string_view field);

}  // namespace batten::secrets
