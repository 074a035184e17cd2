// SPDX-License-Identifier: Apache-2.0
//
// Key pairs for signatures, as PEM files (openssl genpkey): Ed25519, or ECDSA over P-256 with SHA-256. OpenSSL is behind it.
#pragma once

#include <memory>
#include <string>
#include <string_view>

#include "base/result.h"

namespace batten::share {

class PublicKey {
 public:
  // PEM "PUBLIC KEY". invalid_argument: no such key, or of another kind.
  static Result<PublicKey> parse(std::string_view pem);
  static Result<PublicKey> read(const std::string& path);

  bool verifies(std::string_view bytes, std::string_view signature) const;
  // "sha256:<hex>" of the key in DER (SubjectPublicKeyInfo).
  const std::string& fingerprint() const { return fingerprint_; }

 private:
  friend class PrivateKey;
  explicit PublicKey(std::shared_ptr<void> key);
  std::shared_ptr<void> key_;
  std::string fingerprint_;
};

class PrivateKey {
 public:
  // PEM "PRIVATE KEY". passphrase: of one that is encrypted.
  static Result<PrivateKey> parse(std::string_view pem, const std::string& passphrase);
  // With the passphrase of $BATTEN_KEY_PASSPHRASE.
  static Result<PrivateKey> read(const std::string& path);

  // ECDSA: ASN.1 DER.
  Result<std::string> sign(std::string_view bytes) const;
  PublicKey public_key() const;

 private:
  explicit PrivateKey(std::shared_ptr<void> key) : key_(std::move(key)) {}
  std::shared_ptr<void> key_;
};

}  // namespace batten::share
