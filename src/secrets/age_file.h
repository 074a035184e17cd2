// SPDX-License-Identifier: Apache-2.0
//
// Files that age encrypts (C2SP, age-encryption.org/v1), read with an X25519 identity:
//
//   age-encryption.org/v1
//   -> X25519 SHARE              one stanza for each recipient: the file key, sealed
//   BODY
//   --- MAC                      of all above, by the file key
//   nonce of 16 bytes, then chunks of 64 KiB, each sealed with its number, the last one marked
//
// or the same as text between -----BEGIN AGE ENCRYPTED FILE----- and END.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "base/secret_bytes.h"

namespace batten::secrets {

// The secret key of "AGE-SECRET-KEY-1..." (Bech32, BIP 173): 32 bytes. corrupt when it is none or its checksum does not fit.
Result<base::SecretBytes> age_identity(std::string_view text);
// Of a file of age-keygen: a line each, # begins a remark. not_found when there is none; unsupported when there are only others (plugins,
// SSH keys).
Result<std::vector<base::SecretBytes>> age_identities(std::string_view text);

// What is inside. corrupt when it is no such file or was changed; denied when it is sealed for none of the identities; unsupported when it
// is sealed by a passphrase.
Result<base::SecretBytes> open_age_file(std::string_view file, const std::vector<base::SecretBytes>& identities);

}  // namespace batten::secrets
