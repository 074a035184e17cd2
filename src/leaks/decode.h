// SPDX-License-Identifier: Apache-2.0
//
// Text inside text: runs of base64, hexadecimal digits and URL escapes that decode to something readable.
#pragma once

#include <cstddef>
#include <functional>
#include <string>
#include <string_view>

namespace batten::leaks {

struct Decoded {
  std::string_view coding;  // "base64", "hex", "url"
  std::size_t offset = 0;   // of the run in the text
  std::size_t length = 0;
  std::string bytes;  // text, or a gzip stream
};

// Every run of 20 characters or more that decodes to text or gzip, by offset. Lines of wrapped base64 are one run.
// What is decoded in all is at most max_bytes; false when something had to be left out.
bool each_decoded(std::string_view text, std::size_t max_bytes, const std::function<void(const Decoded&)>& visit);

// Mostly printable characters and no zero byte.
bool is_readable(std::string_view bytes);
// Does the text look like UTF-16? By its mark, or by every other byte of its head being zero. Big endian or little?
enum class Utf16 : unsigned char { kNo, kLittle, kBig };
Utf16 utf16_of(std::string_view head);
// As UTF-8; an odd byte at the end is left out.
std::string from_utf16(std::string_view bytes, Utf16 order);

}  // namespace batten::leaks
