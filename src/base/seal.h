// SPDX-License-Identifier: Apache-2.0
//
// Opening what was sealed for somebody: X25519 (RFC 7748), HKDF-SHA-256 (RFC 5869), ChaCha20-Poly1305 (RFC 8439). By OpenSSL.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "base/secret_bytes.h"

namespace batten::base {

// All keys have 32 bytes. nullopt when one has another size, or the result is zero (a point of low order).
std::optional<SecretBytes> x25519(std::string_view secret_key, std::string_view public_key);
std::optional<std::string> x25519_public(std::string_view secret_key);

// 32 bytes.
SecretBytes hkdf_sha256(std::string_view key, std::string_view salt, std::string_view info);

// The text without its tag of 16 bytes at the end; nullopt when the tag does not fit. key: 32 bytes, nonce: 12.
std::optional<SecretBytes> open_chacha20_poly1305(std::string_view key, std::string_view nonce, std::string_view sealed);

}  // namespace batten::base
