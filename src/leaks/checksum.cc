// SPDX-License-Identifier: Apache-2.0
#include "leaks/checksum.h"

#include "archive/codec.h"

namespace batten::leaks {

std::string base62(std::uint64_t number, std::size_t width) {
  constexpr std::string_view kDigits = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
  std::string out;
  for (; number != 0; number /= 62) out.insert(out.begin(), kDigits[number % 62]);
  if (out.size() < width) out.insert(0, width - out.size(), '0');
  return out;
}

bool ends_in_crc32_base62(std::string_view body, std::string_view checksum) { return base62(archive::crc32(body), 6) == checksum; }

}  // namespace batten::leaks
