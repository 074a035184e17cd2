// SPDX-License-Identifier: Apache-2.0
//
// Checksums that issuers build into tokens.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace batten::leaks {

// The number in base 62 with digits 0-9A-Za-z, filled with zeros in front to width characters.
std::string base62(std::uint64_t number, std::size_t width);
// GitHub's and npm's: the last six characters are the CRC-32 of body, in base 62.
bool ends_in_crc32_base62(std::string_view body, std::string_view checksum);

}  // namespace batten::leaks
