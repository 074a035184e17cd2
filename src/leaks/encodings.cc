// SPDX-License-Identifier: Apache-2.0
#include "leaks/encodings.h"

#include <algorithm>

#include "base/base64.h"
#include "base/json.h"
#include "base/text.h"

namespace batten::leaks {

std::optional<std::string> decode_base64(std::string_view text) {
  std::string plain(text);
  for (char& c : plain) {
    if (c == '-') c = '+';
    if (c == '_') c = '/';
  }
  while (plain.ends_with('=')) plain.pop_back();
  if (plain.size() % 4 == 1) return std::nullopt;
  return base::unbase64(plain);
}

std::size_t base64_size(std::string_view text) {
  std::optional<std::string> bytes = decode_base64(text);
  return bytes ? bytes->size() : 0;
}

bool base64_holds_json(std::string_view text, std::initializer_list<std::string_view> members) {
  std::optional<std::string> bytes = decode_base64(text);
  if (!bytes) return false;
  Result<json::Document> document = json::Document::parse(*bytes, {.max_bytes = 64u << 10, .max_depth = 10});
  return document && document->root().is_object() &&
         std::ranges::all_of(members, [&](std::string_view member) { return static_cast<bool>((*document)[member]); });
}

std::optional<std::string> decode_base32(std::string_view text) {
  std::string out;
  std::uint32_t bits = 0, count = 0;
  for (char c : text) {
    std::uint32_t digit = 0;
    if (c >= 'A' && c <= 'Z') {
      digit = static_cast<std::uint32_t>(c - 'A');
    } else if (c >= '2' && c <= '7') {
      digit = static_cast<std::uint32_t>(c - '2') + 26;
    } else {
      return std::nullopt;
    }
    bits = (bits << 5 | digit) & 0xfff;
    count += 5;
    if (count >= 8) {
      count -= 8;
      out.push_back(static_cast<char>(bits >> count & 0xff));
    }
  }
  return out;
}

std::string decode_percent(std::string_view text) {
  std::string out;
  for (std::size_t i = 0; i < text.size(); ++i) {
    std::optional<std::uint64_t> byte;
    if (text[i] == '%' && i + 2 < text.size() && is_hex(text.substr(i + 1, 2))) byte = base::parse_unsigned(text.substr(i + 1, 2), 16);
    out.push_back(byte ? static_cast<char>(*byte) : text[i]);
    if (byte) i += 2;
  }
  return out;
}

bool is_bech32(std::string_view text, std::string_view part) {
  constexpr std::string_view kDigits = "qpzry9x8gf2tvdw0s3jn54khce6mua7l";
  const std::string lower = base::lower(text);
  if (lower.size() < part.size() + 7 || !lower.starts_with(part) || lower[part.size()] != '1') return false;
  std::uint32_t sum = 1;
  auto add = [&](std::uint32_t value) {
    constexpr std::uint32_t kGenerators[] = {0x3b6a57b2, 0x26508e6d, 0x1ea119fa, 0x3d4233dd, 0x2a1462b3};
    const std::uint32_t top = sum >> 25;
    sum = (sum & 0x1ffffff) << 5 ^ value;
    for (std::uint32_t i = 0; i < 5; ++i) sum ^= (top >> i & 1) != 0 ? kGenerators[i] : 0;
  };
  for (char c : part) add(static_cast<std::uint32_t>(c) >> 5);
  add(0);
  for (char c : part) add(static_cast<std::uint32_t>(c) & 31);
  for (char c : lower.substr(part.size() + 1)) {
    const std::size_t digit = kDigits.find(c);
    if (digit == kDigits.npos) return false;
    add(static_cast<std::uint32_t>(digit));
  }
  return sum == 1;
}

bool is_mixed(std::string_view text) {
  auto any = [&](char from, char to) { return std::ranges::any_of(text, [&](char c) { return c >= from && c <= to; }); };
  return any('0', '9') && any('a', 'z') && any('A', 'Z');
}

bool is_hex(std::string_view text) {
  return std::ranges::all_of(text, [](char c) { return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F'); });
}

}  // namespace batten::leaks
