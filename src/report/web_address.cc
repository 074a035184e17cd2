// SPDX-License-Identifier: Apache-2.0
#include "report/web_address.h"

#include <cctype>

namespace batten::report {

bool is_web_address(std::string_view text) {
  std::size_t host = text.starts_with("https://") ? 8 : text.starts_with("http://") ? 7 : text.size();
  if (host >= text.size() || text[host] == '/') return false;
  bool in_fragment = false;
  for (std::size_t i = host; i < text.size(); ++i) {
    char c = text[i];
    if (c <= ' ' || c >= '\x7f' || std::string_view("\"<>\\^`{|}[]").contains(c)) return false;
    if (c == '#' && in_fragment) return false;
    in_fragment = in_fragment || c == '#';
    auto is_hex = [&](std::size_t at) { return at < text.size() && std::isxdigit(static_cast<unsigned char>(text[at])) != 0; };
    if (c == '%' && !(is_hex(i + 1) && is_hex(i + 2))) return false;
  }
  return true;
}

}  // namespace batten::report
