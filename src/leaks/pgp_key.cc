// SPDX-License-Identifier: Apache-2.0
#include "leaks/pgp_key.h"

#include <optional>
#include <string>

#include "base/reader.h"
#include "leaks/encodings.h"
#include "leaks/key_shape.h"

namespace batten::leaks {
namespace {

std::uint32_t crc24(std::string_view bytes) {
  std::uint32_t crc = 0xb704ce;
  for (char c : bytes) {
    crc ^= static_cast<std::uint32_t>(static_cast<unsigned char>(c)) << 16;
    for (int i = 0; i < 8; ++i) crc = (crc & 0x800000) != 0 ? (crc << 1 ^ 0x1864cfb) & 0xffffff : crc << 1;
  }
  return crc;
}

void skip_number(base::Reader& reader) { reader.skip((reader.u16be() + 7u) / 8); }
void skip_sized(base::Reader& reader) { reader.skip(reader.u8()); }

// The public part of a key: as many numbers as its algorithm has. False: not known.
bool skip_public_part(base::Reader& reader, std::uint8_t algorithm) {
  auto numbers = [&](int count) {
    for (int i = 0; i < count; ++i) skip_number(reader);
    return true;
  };
  switch (algorithm) {
    case 1:
    case 2:
    case 3: return numbers(2);
    case 16: return numbers(3);
    case 17: return numbers(4);
    case 19:
    case 22: skip_sized(reader); return numbers(1);
    case 18:
      skip_sized(reader);
      skip_number(reader);
      skip_sized(reader);
      return true;
    case 25:
    case 27: reader.skip(32); return true;
    default: return false;
  }
}

void read_packet(std::string_view bytes, PgpKey& key) {
  base::Reader reader(bytes);
  const std::uint8_t tag = reader.u8();
  if ((tag & 0x80) == 0) return;
  if ((tag & 0x40) != 0) {
    key.is_secret_key = (tag & 0x3f) == 5;
    const std::uint8_t length = reader.u8();
    if (length == 255) {
      reader.u32be();
    } else if (length >= 192) {
      reader.u8();
    }
  } else {
    key.is_secret_key = (tag >> 2 & 0xf) == 5;
    reader.skip(std::size_t{1} << (tag & 3));
  }
  const std::uint8_t version = reader.u8();
  if (!key.is_secret_key || version != 4) return;
  reader.u32be();  // when it was made
  if (!skip_public_part(reader, reader.u8())) return;
  const std::uint8_t usage = reader.u8();
  key.encrypted = reader.ok() && usage != 0;
}

}  // namespace

PgpKey read_pgp_key(std::string_view armoured) {
  PgpKey key;
  std::string text = key_body(armoured);
  std::optional<std::string> sum;
  if (text.size() > 5 && text[text.size() - 5] == '=') {
    sum = decode_base64(std::string_view(text).substr(text.size() - 4));
    text.resize(text.size() - 5);
  }
  std::optional<std::string> bytes = decode_base64(text);
  if (!bytes) return key;
  read_packet(*bytes, key);
  if (sum && sum->size() == 3) {
    base::Reader reader(*sum);
    const std::uint32_t high = reader.u8();
    key.checksum_fits = (high << 16 | reader.u16be()) == crc24(*bytes);
  }
  return key;
}

}  // namespace batten::leaks
