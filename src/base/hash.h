// SPDX-License-Identifier: Apache-2.0
//
// SHA-256 by OpenSSL (it uses the CPU's instructions), and short path hashes.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

namespace batten::base {

class Sha256 {
 public:
  Sha256();
  ~Sha256();
  Sha256(Sha256&&) noexcept;
  Sha256& operator=(Sha256&&) noexcept;

  void update(std::string_view bytes);
  // 64 lower-case hex digits of everything so far; the object starts anew.
  std::string finish_hex();

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

// HMAC-SHA-256 (RFC 2104): 32 bytes.
std::string hmac_sha256(std::string_view key, std::string_view message);
std::string sha256_hex(std::string_view bytes);
// The first 8 bytes of SHA-256: for sets of paths that hostile images must not be able to confuse.
std::uint64_t sha256_prefix(std::string_view bytes);
std::string to_hex(std::string_view bytes);

}  // namespace batten::base
