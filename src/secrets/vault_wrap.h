// SPDX-License-Identifier: Apache-2.0
//
// Response wrapping: a secret is handed over as a token that can be opened once. Whoever opened it before us leaves a token that is no
// longer good; whoever put one of his own in its place made it elsewhere. Both are seen here, and both mean that the secret is known to a
// stranger.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "base/secret_bytes.h"
#include "secrets/vault_client.h"

namespace batten::secrets {

struct VaultWrapped {
  std::string what;      // "secret ID": for messages
  std::string variable;  // where the token came from
  // Where it must have been made, one of: "auth/approle/role/*/secret-id"; * is one part.
  std::vector<std::string> made_at;
};

// The answer that was wrapped. denied, and an alarm, when the token is no wrapping token (any more) or was made elsewhere: then it is not
// opened. The token's use is not tried twice.
Result<VaultAnswer> unwrap(VaultClient& client, const base::SecretBytes& token, const VaultWrapped& wanted);

}  // namespace batten::secrets
