// SPDX-License-Identifier: Apache-2.0
//
// What a private key in text is: the armour of RFC 7468 ("-----BEGIN ...") with base64 inside, of which the structure is read: PKCS #1
// (RFC 8017), SEC 1 (RFC 5915), DSA as OpenSSL writes it, PKCS #8 (RFC 5958), OpenSSH's own (PROTOCOL.key).
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace batten::leaks {

enum class KeyShape : std::uint8_t {
  kNone,       // too short, or nothing that base64 could be: three dots, a word
  kDense,      // long base64, but of no structure that is read here
  kCut,        // begins as a key does, its end is missing
  kPlain,      // a whole private key
  kEncrypted,  // a whole private key under a passphrase
};

// Base64 between the first line and the last, whatever stands between its lines: indents, quotes, "\n" written out, comment signs, the
// '+' of a diff. Header lines ("Proc-Type: 4,ENCRYPTED") are left out.
std::string key_body(std::string_view armoured);
KeyShape key_shape(std::string_view armoured);
// Of the bytes themselves.
KeyShape shape_of_der(std::string_view bytes);
KeyShape shape_of_openssh(std::string_view bytes);

}  // namespace batten::leaks
