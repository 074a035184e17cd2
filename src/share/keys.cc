// SPDX-License-Identifier: Apache-2.0
#include "share/keys.h"

#include <openssl/pem.h>

#include <algorithm>
#include <cstring>

#include "base/file.h"
#include "base/hash.h"

namespace batten::share {
namespace {

constexpr std::uint64_t kMaxKeyFileBytes = 64 << 10;

EVP_PKEY* raw(const std::shared_ptr<void>& key) { return static_cast<EVP_PKEY*>(key.get()); }

std::shared_ptr<void> owned(EVP_PKEY* key) {
  return {key, [](void* pointer) { EVP_PKEY_free(static_cast<EVP_PKEY*>(pointer)); }};
}

struct Memory {
  BIO* bio;
  explicit Memory(std::string_view bytes) : bio(BIO_new_mem_buf(bytes.data(), static_cast<int>(bytes.size()))) {}
  ~Memory() { BIO_free(bio); }
  Memory(const Memory&) = delete;
  Memory& operator=(const Memory&) = delete;
};

struct Context {
  EVP_MD_CTX* context = EVP_MD_CTX_new();
  Context() = default;
  ~Context() { EVP_MD_CTX_free(context); }
  Context(const Context&) = delete;
  Context& operator=(const Context&) = delete;
};

// Ed25519 hashes by itself.
const EVP_MD* digest_of(EVP_PKEY* key) { return EVP_PKEY_get_base_id(key) == EVP_PKEY_ED25519 ? nullptr : EVP_sha256(); }

bool is_known_kind(EVP_PKEY* key) {
  if (EVP_PKEY_get_base_id(key) == EVP_PKEY_ED25519) return true;
  char group[32] = {};
  std::size_t size = 0;
  return EVP_PKEY_get_base_id(key) == EVP_PKEY_EC && EVP_PKEY_get_group_name(key, group, sizeof group, &size) == 1 &&
         std::string_view(group) == "prime256v1";
}

// Without a passphrase OpenSSL would ask the terminal.
int give_passphrase(char* buffer, int size, int, void* context) {
  const auto& passphrase = *static_cast<const std::string*>(context);
  int length = static_cast<int>(std::min<std::size_t>(passphrase.size(), static_cast<std::size_t>(size)));
  std::memcpy(buffer, passphrase.data(), static_cast<std::size_t>(length));
  return length == 0 ? -1 : length;
}

Result<std::shared_ptr<void>> checked(EVP_PKEY* key, std::string_view what) {
  if (key == nullptr) return Error{Code::kInvalidArgument, std::string(what)};
  std::shared_ptr<void> out = owned(key);
  if (!is_known_kind(key)) return Error{Code::kInvalidArgument, "neither an Ed25519 key nor an ECDSA key over P-256"};
  return out;
}

std::string der_of(EVP_PKEY* key) {
  unsigned char* bytes = nullptr;
  int size = i2d_PUBKEY(key, &bytes);
  std::string out(reinterpret_cast<const char*>(bytes), size > 0 ? static_cast<std::size_t>(size) : 0);
  OPENSSL_free(bytes);
  return out;
}

const unsigned char* octets(std::string_view bytes) { return reinterpret_cast<const unsigned char*>(bytes.data()); }

}  // namespace

PublicKey::PublicKey(std::shared_ptr<void> key) : key_(std::move(key)), fingerprint_("sha256:" + base::sha256_hex(der_of(raw(key_)))) {}

Result<PublicKey> PublicKey::parse(std::string_view pem) {
  Memory memory(pem);
  return PublicKey(TRY(checked(PEM_read_bio_PUBKEY(memory.bio, nullptr, nullptr, nullptr), "no public key in PEM")));
}

Result<PublicKey> PublicKey::read(const std::string& path) { return TRY_IN(path, parse(TRY(base::read_file(path, kMaxKeyFileBytes)))); }

bool PublicKey::verifies(std::string_view bytes, std::string_view signature) const {
  Context context;
  if (EVP_DigestVerifyInit(context.context, nullptr, digest_of(raw(key_)), nullptr, raw(key_)) != 1) return false;
  return EVP_DigestVerify(context.context, octets(signature), signature.size(), octets(bytes), bytes.size()) == 1;
}

Result<PrivateKey> PrivateKey::parse(std::string_view pem, const std::string& passphrase) {
  Memory memory(pem);
  auto* context = const_cast<std::string*>(&passphrase);
  EVP_PKEY* key = PEM_read_bio_PrivateKey(memory.bio, nullptr, &give_passphrase, context);
  return PrivateKey(TRY(checked(key, "no private key in PEM, or not its passphrase ($BATTEN_KEY_PASSPHRASE)")));
}

Result<PrivateKey> PrivateKey::read(const std::string& path) {
  return TRY_IN(path, parse(TRY(base::read_file(path, kMaxKeyFileBytes)), base::environment("BATTEN_KEY_PASSPHRASE")));
}

Result<std::string> PrivateKey::sign(std::string_view bytes) const {
  Context context;
  std::size_t size = 0;
  bool good = EVP_DigestSignInit(context.context, nullptr, digest_of(raw(key_)), nullptr, raw(key_)) == 1 &&
              EVP_DigestSign(context.context, nullptr, &size, octets(bytes), bytes.size()) == 1;
  std::string out(size, '\0');
  good = good && EVP_DigestSign(context.context, reinterpret_cast<unsigned char*>(out.data()), &size, octets(bytes), bytes.size()) == 1;
  if (!good) return Error{Code::kInternal, "the signature could not be made"};
  out.resize(size);
  return out;
}

PublicKey PrivateKey::public_key() const { return PublicKey(key_); }

}  // namespace batten::share
