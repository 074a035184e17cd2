// SPDX-License-Identifier: Apache-2.0
#include "base/hash.h"

#define OPENSSL_SUPPRESS_DEPRECATED  // SHA256_Init and its like: see hmac_sha256
#include <openssl/crypto.h>
#include <openssl/evp.h>
#include <openssl/sha.h>

#include <algorithm>
#include <array>
#include <initializer_list>
#include <span>

namespace batten::base {

namespace {

struct Free {
  void operator()(EVP_MD_CTX* context) const { EVP_MD_CTX_free(context); }
};

}  // namespace

struct Sha256::Impl {
  std::unique_ptr<EVP_MD_CTX, Free> context{EVP_MD_CTX_new()};
};

Sha256::Sha256() : impl_(std::make_unique<Impl>()) { EVP_DigestInit_ex(impl_->context.get(), EVP_sha256(), nullptr); }
Sha256::~Sha256() = default;
Sha256::Sha256(Sha256&&) noexcept = default;
Sha256& Sha256::operator=(Sha256&&) noexcept = default;

void Sha256::update(std::string_view bytes) { EVP_DigestUpdate(impl_->context.get(), bytes.data(), bytes.size()); }

std::string Sha256::finish_hex() {
  unsigned char digest[EVP_MAX_MD_SIZE];
  unsigned size = 0;
  EVP_DigestFinal_ex(impl_->context.get(), digest, &size);
  EVP_DigestInit_ex(impl_->context.get(), EVP_sha256(), nullptr);
  return to_hex({reinterpret_cast<const char*>(digest), size});
}

std::string sha256_hex(std::string_view bytes) {
  unsigned char digest[SHA256_DIGEST_LENGTH];
  SHA256(reinterpret_cast<const unsigned char*>(bytes.data()), bytes.size(), digest);
  return to_hex({reinterpret_cast<const char*>(digest), sizeof digest});
}

std::uint64_t sha256_prefix(std::string_view bytes) {
  // The one-shot of OpenSSL 3 looks its algorithm up each time; a layer has a hundred thousand paths.
  thread_local const std::unique_ptr<EVP_MD_CTX, Free> context(EVP_MD_CTX_new());
  unsigned char digest[EVP_MAX_MD_SIZE];
  EVP_DigestInit_ex(context.get(), EVP_sha256(), nullptr);
  EVP_DigestUpdate(context.get(), bytes.data(), bytes.size());
  EVP_DigestFinal_ex(context.get(), digest, nullptr);
  std::uint64_t value = 0;
  for (int i = 0; i < 8; ++i) value = value << 8 | digest[i];
  return value;
}

// RFC 2104 over SHA-256's own functions: the library's HMAC reads its configuration and loads its providers first, which takes longer than
// all else that a short-lived program does.
std::string hmac_sha256(std::string_view key, std::string_view message) {
  constexpr std::size_t kBlock = 64;
  using Sum = std::array<unsigned char, SHA256_DIGEST_LENGTH>;
  auto sum = [](std::initializer_list<std::span<const unsigned char>> parts) {
    SHA256_CTX context;
    SHA256_Init(&context);
    for (std::span<const unsigned char> part : parts) SHA256_Update(&context, part.data(), part.size());
    Sum out;
    SHA256_Final(out.data(), &context);
    OPENSSL_cleanse(&context, sizeof context);
    return out;
  };
  auto bytes = [](std::string_view text) { return std::span(reinterpret_cast<const unsigned char*>(text.data()), text.size()); };
  std::array<unsigned char, kBlock> inner{}, outer{};
  if (key.size() > kBlock) {
    Sum short_key = sum({bytes(key)});
    std::ranges::copy(short_key, inner.begin());
  } else {
    std::ranges::copy(bytes(key), inner.begin());
  }
  for (std::size_t i = 0; i < kBlock; ++i) {
    outer[i] = inner[i] ^ 0x5c;
    inner[i] ^= 0x36;
  }
  Sum first = sum({inner, bytes(message)}), last = sum({outer, first});
  OPENSSL_cleanse(inner.data(), inner.size());
  OPENSSL_cleanse(outer.data(), outer.size());
  return {reinterpret_cast<const char*>(last.data()), last.size()};
}

std::string to_hex(std::string_view bytes) {
  static constexpr char kDigits[] = "0123456789abcdef";
  std::string out;
  out.reserve(bytes.size() * 2);
  for (char c : bytes) {
    out.push_back(kDigits[static_cast<unsigned char>(c) >> 4]);
    out.push_back(kDigits[static_cast<unsigned char>(c) & 15]);
  }
  return out;
}

}  // namespace batten::base
