// SPDX-License-Identifier: Apache-2.0
//
// age's identities: Bech32 (BIP 173, without its limit of length).
#include <algorithm>
#include <optional>

#include "base/text.h"
#include "secrets/age_file.h"

namespace batten::secrets {
namespace {

constexpr std::string_view kPrefix = "AGE-SECRET-KEY-";
constexpr std::string_view kLetters = "qpzry9x8gf2tvdw0s3jn54khce6mua7l";
constexpr std::size_t kChecksumLetters = 6, kKeyBytes = 32, kMaxIdentities = 100;

std::uint32_t next_checksum(std::uint32_t sum, std::uint32_t value) {
  constexpr std::uint32_t kGenerators[] = {0x3b6a57b2, 0x26508e6d, 0x1ea119fa, 0x3d4233dd, 0x2a1462b3};
  std::uint32_t top = sum >> 25;
  sum = (sum & 0x1ffffff) << 5 ^ value;
  for (std::uint32_t i = 0; i < 5; ++i) sum ^= (top >> i & 1) != 0 ? kGenerators[i] : 0;
  return sum;
}

}  // namespace

Result<base::SecretBytes> age_identity(std::string_view text) {
  const Error wrong{Code::kCorrupt, "no identity of age, or one with a mistake in it"};
  if (!text.starts_with(kPrefix) || text.size() < kPrefix.size() + 1 + kChecksumLetters || text[kPrefix.size()] != '1') return wrong;
  std::uint32_t sum = 1;
  const std::string name = base::lower(kPrefix);
  for (char c : name) sum = next_checksum(sum, static_cast<unsigned char>(c) >> 5);
  sum = next_checksum(sum, 0);
  for (char c : name) sum = next_checksum(sum, static_cast<unsigned char>(c) & 31);

  std::string_view data = text.substr(kPrefix.size() + 1);
  std::string key;
  key.reserve(64);
  std::uint32_t bits = 0, count = 0;
  bool good = true;
  for (std::size_t i = 0; i < data.size() && good; ++i) {
    bool upper = !(data[i] >= 'a' && data[i] <= 'z');
    std::size_t value = kLetters.find(static_cast<char>(data[i] >= 'A' && data[i] <= 'Z' ? data[i] - 'A' + 'a' : data[i]));
    good = upper && value != std::string_view::npos && key.size() <= kKeyBytes;
    sum = next_checksum(sum, static_cast<std::uint32_t>(value) & 31);
    if (i + kChecksumLetters >= data.size()) continue;
    bits = (bits << 5 | (static_cast<std::uint32_t>(value) & 31)) & 0xfff;
    count += 5;
    if (count >= 8) key.push_back(static_cast<char>(bits >> (count -= 8) & 0xff));
  }
  base::SecretBytes out = base::SecretBytes::taken_from(key);
  good = good && sum == 1 && out.size() == kKeyBytes && count < 5 && (bits & ((1u << count) - 1)) == 0;
  if (!good) return wrong;
  return out;
}

Result<std::vector<base::SecretBytes>> age_identities(std::string_view text) {
  std::vector<base::SecretBytes> out;
  std::optional<Error> failed;
  std::size_t number = 0, others = 0;
  base::each_line(text, [&](std::string_view line) {
    ++number;
    line = base::trim(line);
    if (failed || line.empty() || line[0] == '#') return;
    if (!line.starts_with(std::string(kPrefix) + "1")) {
      ++others;
      return;
    }
    Result<base::SecretBytes> one = age_identity(line);
    if (!one) failed = base::in_context("line " + std::to_string(number), one.error());
    if (out.size() >= kMaxIdentities) failed = Error{Code::kLimit, "more than 100 identities"};
    if (!failed) out.push_back(std::move(*one));
  });
  if (failed) return *failed;
  if (out.empty() && others > 0) return Error{Code::kUnsupported, "no identity that begins with AGE-SECRET-KEY-1; others can't be used"};
  if (out.empty()) return Error{Code::kNotFound, "no identity in it"};
  return out;
}

}  // namespace batten::secrets
