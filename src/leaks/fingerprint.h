// SPDX-License-Identifier: Apache-2.0
//
// What may be told of a found secret: that two are the same, and how it begins.
#pragma once

#include <string>
#include <string_view>

#include "base/result.h"

namespace batten::leaks {

// The key of this installation: $BATTEN_FINGERPRINT_KEY (32 bytes or more of any text), else the file
// $XDG_CONFIG_HOME/batten/fingerprint.key (~/.config/..), which is made with 32 random bytes and mode 0600 on first use. Where it can't be
// kept, one of this run alone: fingerprints then differ from run to run, and the caller is told by kept = false.
struct FingerprintKey {
  std::string bytes;
  bool kept = true;
};
Result<FingerprintKey> fingerprint_key();
// Names a key without giving it away, for files that hold fingerprints: 8 hex digits.
std::string key_id(std::string_view key);

// 32 hex digits of HMAC-SHA-256. Without the key nobody can try values against it.
std::string fingerprint(std::string_view key, std::string_view secret);
// "ghp_****": what the form of a token gives away anyhow (the part before the first '_' or '-'), else at most the first two characters of
// a long value; the stars say nothing of its length.
std::string masked(std::string_view secret);

}  // namespace batten::leaks
