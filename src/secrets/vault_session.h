// SPDX-License-Identifier: Apache-2.0
//
// The session that the providers "vault" and "openbao" share: the same API under two names.
#pragma once

#include <memory>
#include <span>
#include <string_view>

#include "base/result.h"
#include "secrets/provider.h"

namespace batten::secrets {

// Reads the variables, finds or fetches a token.
Result<std::unique_ptr<Session>> open_vault(const Surroundings& surroundings, std::string_view provider);

// Of both: version, method, encoding.
inline constexpr std::string_view kVaultOptions[] = {"version", "method", "encoding"};

}  // namespace batten::secrets
