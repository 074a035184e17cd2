// SPDX-License-Identifier: Apache-2.0
//
// Files that keep keys under a password, as far as they are open to everybody: PKCS #12 (RFC 7292: .p12, .pfx), and Java's JKS and JCEKS,
// which begin with a magic number, a version, a count, and end in a digest over all of it. No password is tried:
// of PKCS #12 what a password covers as a whole is not seen; programs put certificates there, and keys beside it, each in a shroud.
#pragma once

#include <cstdint>
#include <string_view>

namespace batten::leaks {

struct KeyStore {
  enum class Form : std::uint8_t { kNone, kPkcs12, kJava } form = Form::kNone;
  bool whole = false;         // its structure was read to its end
  bool has_key = false;       // a private or secret key, under a password
  bool has_bare_key = false;  // a private key that is not
};

// Do the first bytes say so? More than 255 bytes of PKCS #12, or Java's magic numbers.
bool begins_key_store(std::string_view bytes);
// Of the bytes from the beginning of the file; more may follow than was given, then it is not whole. kNone: is no such file.
KeyStore read_key_store(std::string_view bytes);

}  // namespace batten::leaks
