// SPDX-License-Identifier: Apache-2.0
//
// OpenPGP's private keys in armour (RFC 4880, sections 5.5.3, 6.1 and 6.2): base64, then "=" and a CRC-24 of the bytes, which hold packets;
// the first is a secret key, version 4, whose numbers follow the public ones behind an octet that says whether they are enciphered.
#pragma once

#include <cstdint>
#include <string_view>

namespace batten::leaks {

struct PgpKey {
  bool is_secret_key = false;
  bool checksum_fits = false;
  bool encrypted = false;
};
PgpKey read_pgp_key(std::string_view armoured);

}  // namespace batten::leaks
