// SPDX-License-Identifier: Apache-2.0
//
// Widths by Unicode's East Asian Width (UAX #11), by blocks: near enough for tables, without a table of all characters.
#include "report/columns.h"

#include <algorithm>
#include <iterator>

#include "base/text.h"

namespace batten::report {
namespace {

struct Block {
  char32_t first, last;
};

constexpr Block kWide[] = {
    {0x1100, 0x115f},   {0x231a, 0x231b},   {0x23e9, 0x23f3},   {0x2e80, 0x303e},   {0x3041, 0xa4cf}, {0xa960, 0xa97f},
    {0xac00, 0xd7a3},   {0xf900, 0xfaff},   {0xfe30, 0xfe6f},   {0xff00, 0xff60},   {0xffe0, 0xffe6}, {0x1f004, 0x1f0cf},
    {0x1f18e, 0x1f2ff}, {0x1f300, 0x1f64f}, {0x1f680, 0x1faff}, {0x20000, 0x3fffd},
};
constexpr Block kCombining[] = {
    {0x300, 0x36f},   {0x483, 0x489},   {0x591, 0x5bd},   {0x64b, 0x65f},   {0x1ab0, 0x1aff},
    {0x1dc0, 0x1dff}, {0x20d0, 0x20ff}, {0xfe00, 0xfe0f}, {0xfe20, 0xfe2f}, {0xe0100, 0xe01ef},
};
constexpr Block kUnseen[] = {
    {0xad, 0xad},     {0x61c, 0x61c},   {0x180e, 0x180e}, {0x200b, 0x200f},   {0x2028, 0x202e},
    {0x2060, 0x206f}, {0xfeff, 0xfeff}, {0xfff9, 0xfffb}, {0xe0000, 0xe007f},
};

template <std::size_t Size>
bool in(const Block (&blocks)[Size], char32_t code) {
  return std::any_of(std::begin(blocks), std::end(blocks), [&](const Block& block) { return code >= block.first && code <= block.last; });
}

// The first character of valid UTF-8 and how many bytes it has.
char32_t first_character(std::string_view text, std::size_t& length) {
  auto at = [&](std::size_t i) { return static_cast<char32_t>(static_cast<unsigned char>(text[i])); };
  char32_t first = at(0);
  length = first < 0x80 ? 1 : first < 0xe0 ? 2 : first < 0xf0 ? 3 : 4;
  if (length == 1 || length > text.size()) return length = 1, first;
  char32_t code = first & (0x7fu >> length);
  for (std::size_t i = 1; i < length; ++i) code = code << 6 | (at(i) & 0x3f);
  return code;
}

std::size_t columns_of(char32_t code) {
  if (code < 0x300) return 1;
  return in(kCombining, code) ? 0 : in(kWide, code) ? 2 : 1;
}

}  // namespace

std::string on_terminal(std::string_view raw) {
  std::string text = base::printable(raw);
  bool plain = std::all_of(text.begin(), text.end(), [](char c) { return static_cast<unsigned char>(c) < 0x80; });
  if (plain) return text;
  std::string out;
  for (std::string_view rest = text; !rest.empty();) {
    std::size_t length = 1;
    char32_t code = first_character(rest, length);
    if (in(kUnseen, code)) {
      out.push_back('?');
    } else {
      out += rest.substr(0, length);
    }
    rest.remove_prefix(length);
  }
  return out;
}

std::size_t columns(std::string_view text) {
  std::size_t out = 0;
  while (!text.empty()) {
    std::size_t length = 1;
    out += columns_of(first_character(text, length));
    text.remove_prefix(length);
  }
  return out;
}

std::string_view first_columns(std::string_view text, std::size_t width) {
  std::size_t taken = 0, used = 0;
  while (taken < text.size()) {
    std::size_t length = 1;
    used += columns_of(first_character(text.substr(taken), length));
    if (used > width) break;
    taken += length;
  }
  return text.substr(0, taken);
}

}  // namespace batten::report
