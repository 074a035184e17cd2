// SPDX-License-Identifier: Apache-2.0
#include "secrets/json_member.h"

#include <algorithm>
#include <cstddef>

namespace batten::secrets {
namespace {

std::size_t after_blanks(std::string_view text, std::size_t at) {
  at = text.find_first_not_of(" \t\r\n", at);
  return at == text.npos ? text.size() : at;
}

// Behind the quote that ends the string which begins at that place.
std::size_t after_string(std::string_view text, std::size_t at) {
  for (++at; at < text.size() && text[at] != '"'; ++at) {
    if (text[at] == '\\') ++at;
  }
  return std::min(at + 1, text.size());
}

// Behind the value that begins at that place.
std::size_t after_value(std::string_view text, std::size_t at) {
  std::size_t depth = 0;
  while (at < text.size()) {
    char c = text[at];
    if (depth == 0 && (c == ',' || c == '}' || c == ']')) break;
    if (c == '"') {
      at = after_string(text, at);
      continue;
    }
    if (c == '{' || c == '[') ++depth;
    if (c == '}' || c == ']') --depth;
    ++at;
  }
  while (at > 0 && (text[at - 1] == ' ' || text[at - 1] == '\t' || text[at - 1] == '\r' || text[at - 1] == '\n')) --at;
  return at;
}

}  // namespace

std::vector<RawMember> raw_members(std::string_view object) {
  std::vector<RawMember> out;
  std::size_t at = after_blanks(object, 0);
  if (at == object.size() || object[at] != '{') return out;
  at = after_blanks(object, at + 1);
  while (at < object.size() && object[at] == '"') {
    std::size_t key_end = after_string(object, at);
    if (key_end < at + 2) return out;
    RawMember member{.key = object.substr(at + 1, key_end - at - 2), .value = {}};
    at = after_blanks(object, key_end);
    if (at == object.size() || object[at] != ':') return out;
    at = after_blanks(object, at + 1);
    std::size_t end = after_value(object, at);
    if (end <= at) return out;
    member.value = object.substr(at, end - at);
    out.push_back(member);
    at = after_blanks(object, end);
    if (at == object.size() || object[at] != ',') return out;
    at = after_blanks(object, at + 1);
  }
  return out;
}

std::optional<std::string_view> raw_member(std::string_view object, std::string_view key) {
  for (const RawMember& member : raw_members(object)) {
    if (member.key == key) return member.value;
  }
  return std::nullopt;
}

}  // namespace batten::secrets
