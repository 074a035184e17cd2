// SPDX-License-Identifier: Apache-2.0
#include "base/seal.h"

#include <openssl/x509.h>

#include <memory>

#include "base/hash.h"

namespace batten::base {
namespace {

using Key = std::unique_ptr<EVP_PKEY, decltype(&EVP_PKEY_free)>;

constexpr std::size_t kKeyBytes = 32, kNonceBytes = 12, kTagBytes = 16;

const unsigned char* bytes_of(std::string_view text) { return reinterpret_cast<const unsigned char*>(text.data()); }

Key secret_of(std::string_view bytes) {
  return {EVP_PKEY_new_raw_private_key(EVP_PKEY_X25519, nullptr, bytes_of(bytes), bytes.size()), &EVP_PKEY_free};
}

}  // namespace

std::optional<SecretBytes> x25519(std::string_view secret_key, std::string_view public_key) {
  if (secret_key.size() != kKeyBytes || public_key.size() != kKeyBytes) return std::nullopt;
  Key secret = secret_of(secret_key);
  Key other(EVP_PKEY_new_raw_public_key(EVP_PKEY_X25519, nullptr, bytes_of(public_key), public_key.size()), &EVP_PKEY_free);
  std::unique_ptr<EVP_PKEY_CTX, decltype(&EVP_PKEY_CTX_free)> context(EVP_PKEY_CTX_new(secret.get(), nullptr), &EVP_PKEY_CTX_free);
  std::string out(kKeyBytes, '\0');
  std::size_t size = out.size();
  bool done = other != nullptr && context != nullptr && EVP_PKEY_derive_init(context.get()) == 1 &&
              EVP_PKEY_derive_set_peer(context.get(), other.get()) == 1 &&
              EVP_PKEY_derive(context.get(), reinterpret_cast<unsigned char*>(out.data()), &size) == 1 && size == kKeyBytes;
  SecretBytes shared = SecretBytes::taken_from(out);
  if (!done || shared.equals(std::string(kKeyBytes, '\0'))) return std::nullopt;
  return shared;
}

std::optional<std::string> x25519_public(std::string_view secret_key) {
  if (secret_key.size() != kKeyBytes) return std::nullopt;
  Key secret = secret_of(secret_key);
  std::string out(kKeyBytes, '\0');
  std::size_t size = out.size();
  if (secret == nullptr || EVP_PKEY_get_raw_public_key(secret.get(), reinterpret_cast<unsigned char*>(out.data()), &size) != 1)
    return std::nullopt;
  return out;
}

SecretBytes hkdf_sha256(std::string_view key, std::string_view salt, std::string_view info) {
  static const std::string kNoSalt(32, '\0');
  std::string extracted = hmac_sha256(salt.empty() ? std::string_view(kNoSalt) : salt, key);
  std::string out = hmac_sha256(extracted, std::string(info) + '\x01');
  wipe(extracted);
  return SecretBytes::taken_from(out);
}

std::optional<SecretBytes> open_chacha20_poly1305(std::string_view key, std::string_view nonce, std::string_view sealed) {
  if (key.size() != kKeyBytes || nonce.size() != kNonceBytes || sealed.size() < kTagBytes) return std::nullopt;
  std::unique_ptr<EVP_CIPHER_CTX, decltype(&EVP_CIPHER_CTX_free)> context(EVP_CIPHER_CTX_new(), &EVP_CIPHER_CTX_free);
  std::string_view text = sealed.substr(0, sealed.size() - kTagBytes);
  std::string tag(sealed.substr(text.size()));
  std::string out(text.size() + kTagBytes, '\0');
  auto* to = reinterpret_cast<unsigned char*>(out.data());
  int written = 0, last = 0;
  bool done = context != nullptr &&
              EVP_DecryptInit_ex(context.get(), EVP_chacha20_poly1305(), nullptr, bytes_of(key), bytes_of(nonce)) == 1 &&
              EVP_CIPHER_CTX_ctrl(context.get(), EVP_CTRL_AEAD_SET_TAG, static_cast<int>(kTagBytes), tag.data()) == 1 &&
              EVP_DecryptUpdate(context.get(), to, &written, bytes_of(text), static_cast<int>(text.size())) == 1 &&
              EVP_DecryptFinal_ex(context.get(), to + written, &last) == 1;
  out.resize(done ? text.size() : 0);
  SecretBytes opened = SecretBytes::taken_from(out);
  if (!done) return std::nullopt;
  return opened;
}

}  // namespace batten::base
