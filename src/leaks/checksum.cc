// SPDX-License-Identifier: Apache-2.0
#include "leaks/checksum.h"

#include <algorithm>

#include "archive/codec.h"
#include "base/hash.h"
#include "base/text.h"

namespace batten::leaks {

namespace {

constexpr std::string_view kDigits = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
constexpr std::string_view kBase58 = "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz";

std::string sha256(std::string_view bytes) {
  const std::string hex = base::sha256_hex(bytes);
  std::string out;
  for (std::size_t i = 0; i < hex.size(); i += 2) out.push_back(static_cast<char>(*base::parse_unsigned(hex.substr(i, 2), 16)));
  return out;
}

// The number that the digits are, the most significant byte first; each leading 1 is a zero byte.
std::optional<std::string> unbase58(std::string_view text) {
  std::string reversed;
  for (char c : text) {
    std::size_t carry = kBase58.find(c);
    if (carry == kBase58.npos) return std::nullopt;
    for (char& byte : reversed) {
      carry += std::size_t{static_cast<unsigned char>(byte)} * 58;
      byte = static_cast<char>(carry & 0xff);
      carry >>= 8;
    }
    for (; carry != 0; carry >>= 8) reversed.push_back(static_cast<char>(carry & 0xff));
  }
  reversed.append(std::min(text.find_first_not_of('1'), text.size()), '\0');
  return std::string(reversed.rbegin(), reversed.rend());
}

}  // namespace

std::string base62(std::uint64_t number, std::size_t width) {
  std::string out;
  for (; number != 0; number /= 62) out.insert(out.begin(), kDigits[number % 62]);
  if (out.size() < width) out.insert(0, width - out.size(), '0');
  return out;
}

bool ends_in_crc32_base62(std::string_view body, std::string_view checksum) { return base62(archive::crc32(body), 6) == checksum; }

bool ends_in_crc32_base36(std::string_view body, std::string_view checksum) {
  std::uint32_t number = archive::crc32(body);
  std::string out(checksum.size(), '0');
  for (std::size_t i = out.size(); i > 0 && number != 0; number /= 36) {
    const auto digit = static_cast<char>(number % 36);
    out[--i] = static_cast<char>(digit < 10 ? '0' + digit : 'a' + digit - 10);
  }
  return number == 0 && out == checksum;
}

bool ends_in_crc32_hex(std::string_view body, std::string_view checksum) {
  return checksum.size() == 8 && base::parse_unsigned(checksum, 16) == archive::crc32(body);
}

std::optional<std::string> base58check(std::string_view text) {
  if (text.size() > 200) return std::nullopt;
  std::optional<std::string> bytes = unbase58(text);
  if (!bytes || bytes->size() < 5) return std::nullopt;
  const std::string checksum = bytes->substr(bytes->size() - 4);
  bytes->resize(bytes->size() - 4);
  if (!sha256(sha256(*bytes)).starts_with(checksum)) return std::nullopt;
  return bytes;
}

}  // namespace batten::leaks
