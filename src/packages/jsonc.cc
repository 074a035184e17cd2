// SPDX-License-Identifier: Apache-2.0
#include "packages/jsonc.h"

#include <algorithm>

namespace batten::packages {
namespace {

// Behind the closing quote of the string that begins at at.
std::size_t end_of_string(std::string_view text, std::size_t at) {
  for (++at; at < text.size() && text[at] != '"'; ++at) {
    if (text[at] == '\\') ++at;
  }
  return std::min(at + 1, text.size());
}

std::size_t end_of_comment(std::string_view text, std::size_t at) {
  if (text.substr(at).starts_with("//")) return std::min(text.find('\n', at), text.size());
  if (!text.substr(at).starts_with("/*")) return at;
  std::size_t end = text.find("*/", at + 2);
  return end == std::string_view::npos ? text.size() : end + 2;
}

}  // namespace

std::string plain_json(std::string_view text) {
  std::string out(text);
  std::size_t comma = std::string::npos;  // the last one, when only blanks and comments followed it
  for (std::size_t at = 0; at < out.size();) {
    char c = out[at];
    if (c == '"') {
      at = end_of_string(out, at);
      comma = std::string::npos;
    } else if (std::size_t end = c == '/' ? end_of_comment(out, at) : at; end > at) {
      std::fill(out.begin() + static_cast<std::ptrdiff_t>(at), out.begin() + static_cast<std::ptrdiff_t>(end), ' ');
      at = end;
    } else {
      if ((c == ']' || c == '}') && comma != std::string::npos) out[comma] = ' ';
      if (c == ',') {
        comma = at;
      } else if (c != ' ' && c != '\t' && c != '\n' && c != '\r') {
        comma = std::string::npos;
      }
      ++at;
    }
  }
  return out;
}

}  // namespace batten::packages
