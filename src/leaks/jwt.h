// SPDX-License-Identifier: Apache-2.0
//
// JSON Web Tokens (RFC 7519) in compact form: HEADER.CLAIMS.SIGNATURE, each in base64url.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace batten::leaks {

struct Jwt {
  std::string algorithm;  // "RS256"; "none": whoever likes can write one
  std::string issuer;     // claim iss
  std::string role;       // claim role
  std::string subject;    // claim sub
  bool has_signature = false;
  bool is_registered = false;   // has one of the claims that RFC 7519 registers, or a role or scope
  bool of_kubernetes = false;   // claims of a service account
  std::int64_t ends_at = 0;     // claim exp, seconds since 1970; 0: none
  std::int64_t lifetime_s = 0;  // from issue to expiry; 0: does not expire, or does not say when it was issued
};

// nullopt when header or claims are no JSON object, or the header has no algorithm.
std::optional<Jwt> read_jwt(std::string_view token);

}  // namespace batten::leaks
