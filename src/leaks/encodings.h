// SPDX-License-Identifier: Apache-2.0
//
// Encodings that keys and tokens are written in.
#pragma once

#include <cstdint>
#include <initializer_list>
#include <optional>
#include <string>
#include <string_view>

namespace batten::leaks {

// Base64 in either alphabet (RFC 4648, sections 4 and 5), padded or not; nullopt for any other character or length.
std::optional<std::string> decode_base64(std::string_view text);
// Bytes that it stands for; 0: is none.
std::size_t base64_size(std::string_view text);
// What it holds is a JSON object with all these members.
bool base64_holds_json(std::string_view text, std::initializer_list<std::string_view> members);
// Base32 (RFC 4648, section 6) without padding: A-Z2-7; bits that do not fill a byte are dropped.
std::optional<std::string> decode_base32(std::string_view text);
// %XX becomes a byte; a percent sign before anything else stays.
std::string decode_percent(std::string_view text);
// Bech32 (BIP 173) of this human-readable part, in one case: its checksum fits.
bool is_bech32(std::string_view text, std::string_view part);

// Of a value that somebody's machine made up: small and capital letters and digits all occur. A word, a path or a hash in hex is none.
bool is_mixed(std::string_view text);
bool is_hex(std::string_view text);

}  // namespace batten::leaks
