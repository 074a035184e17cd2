// SPDX-License-Identifier: Apache-2.0
#include "report/html_page.h"

#include <cstdint>
#include <vector>

#include "base/hash.h"
#include "base/text.h"

namespace batten::report {

std::string policy_hash(std::string_view text) {
  constexpr std::string_view kDigits = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
  std::string hex = base::sha256_hex(text), out;
  auto bits = [&](std::size_t at) { return static_cast<std::uint32_t>(base::parse_unsigned(hex.substr(at, 2), 16).value_or(0)); };
  // 32 bytes: ten times three, then two.
  for (std::size_t i = 0; i < hex.size(); i += 6) {
    bool whole = i + 6 <= hex.size();
    std::uint32_t group = bits(i) << 16 | bits(i + 2) << 8 | (whole ? bits(i + 4) : 0);
    for (int shift = 18; shift >= 0; shift -= 6) out.push_back(kDigits[group >> shift & 63]);
  }
  out.back() = '=';
  return "'sha256-" + out + "'";
}

std::string filled_page(std::string_view page, const std::map<std::string_view, std::string>& values) {
  std::string out;
  std::vector<std::string_view> parts = base::split(page, '@');
  for (std::size_t i = 0; i < parts.size(); ++i) {
    auto value = values.find(parts[i]);
    out += i % 2 == 1 && value != values.end() ? value->second : std::string(parts[i]);
  }
  return out;
}

}  // namespace batten::report
