// SPDX-License-Identifier: Apache-2.0
//
// What is read of keys and tokens, from any bytes: armour and DER, OpenPGP's packets, JSON Web Tokens, Bech32.
#include "leaks/key_shape.h"

#include <cstdlib>

#include "leaks/encodings.h"
#include "leaks/jwt.h"
#include "leaks/password.h"
#include "leaks/pgp_key.h"

int key_shape_fuzz(const std::uint8_t* data, std::size_t size);

int key_shape_fuzz(const std::uint8_t* data, std::size_t size) {
  using namespace batten::leaks;
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  (void)key_shape(text);
  (void)shape_of_der(text);
  (void)shape_of_openssh(text);
  (void)read_pgp_key(text);
  (void)read_jwt(text);
  (void)is_bech32(text, "age-secret-key-");
  (void)judge_password_in_code(text);
  if (decode_percent(text).size() > size) std::abort();
  if (base64_size(text) > size) std::abort();
  return 0;
}
