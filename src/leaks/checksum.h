// SPDX-License-Identifier: Apache-2.0
//
// Checksums that issuers build into tokens.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace batten::leaks {

// The number in base 62 with digits 0-9A-Za-z, filled with zeros in front to width characters.
std::string base62(std::uint64_t number, std::size_t width);
// GitHub's and npm's: the last six characters are the CRC-32 of body, in base 62.
bool ends_in_crc32_base62(std::string_view body, std::string_view checksum);
// The CRC-32 of body as number in base 36 (0-9a-z) of that many characters: GitLab's.
bool ends_in_crc32_base36(std::string_view body, std::string_view checksum);
// The CRC-32 of body as eight hex digits of either case, the most significant first.
bool ends_in_crc32_hex(std::string_view body, std::string_view checksum);
// Base58Check (Bitcoin): the last four bytes are the first of SHA-256 of SHA-256 of those before. The bytes before; nullopt when they
// aren't, or for a character outside the alphabet, or for more than 200 characters.
std::optional<std::string> base58check(std::string_view text);

}  // namespace batten::leaks
