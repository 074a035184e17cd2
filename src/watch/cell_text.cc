// SPDX-License-Identifier: Apache-2.0
#include "watch/cell_text.h"

#include <algorithm>
#include <cstdint>
#include <iterator>

#include "base/text.h"

namespace batten::watch {
namespace {

struct Range {
  char32_t first, last;
};

// Unicode 15: combining marks, joiners and variation selectors, as far as scripts in names have them.
constexpr Range kNoColumn[] = {{0x0300, 0x036F}, {0x0483, 0x0489}, {0x0591, 0x05BD},   {0x05BF, 0x05BF},  {0x05C1, 0x05C2},
                               {0x05C4, 0x05C5}, {0x0610, 0x061A}, {0x064B, 0x065F},   {0x0670, 0x0670},  {0x06D6, 0x06DC},
                               {0x06DF, 0x06E4}, {0x0900, 0x0902}, {0x093C, 0x093C},   {0x0941, 0x0948},  {0x094D, 0x094D},
                               {0x0E31, 0x0E31}, {0x0E34, 0x0E3A}, {0x0E47, 0x0E4E},   {0x1160, 0x11FF},  {0x1AB0, 0x1AFF},
                               {0x1DC0, 0x1DFF}, {0x200B, 0x200D}, {0x2060, 0x2064},   {0x20D0, 0x20F0},  {0xFE00, 0xFE0F},
                               {0xFE20, 0xFE2F}, {0xFEFF, 0xFEFF}, {0x1F3FB, 0x1F3FF}, {0xE0000, 0xE0FFF}};
// Those that are wide (East Asian Width W and F) and those that terminals draw as pictures.
constexpr Range kTwoColumns[] = {{0x1100, 0x115F},   {0x231A, 0x231B},   {0x2329, 0x232A},   {0x23E9, 0x23F3},   {0x25FD, 0x25FE},
                                 {0x2614, 0x2615},   {0x2648, 0x2653},   {0x267F, 0x267F},   {0x2693, 0x2693},   {0x26A1, 0x26A1},
                                 {0x26AA, 0x26AB},   {0x26BD, 0x26BE},   {0x26C4, 0x26C5},   {0x26CE, 0x26CE},   {0x26D4, 0x26D4},
                                 {0x26EA, 0x26EA},   {0x26F2, 0x26F5},   {0x26FA, 0x26FD},   {0x2705, 0x2705},   {0x270A, 0x270B},
                                 {0x2728, 0x2728},   {0x274C, 0x274E},   {0x2753, 0x2757},   {0x2795, 0x2797},   {0x27B0, 0x27BF},
                                 {0x2B1B, 0x2B1C},   {0x2B50, 0x2B55},   {0x2E80, 0x303E},   {0x3041, 0x4DBF},   {0x4E00, 0xA4CF},
                                 {0xA960, 0xA97C},   {0xAC00, 0xD7A3},   {0xF900, 0xFAFF},   {0xFE10, 0xFE19},   {0xFE30, 0xFE6F},
                                 {0xFF00, 0xFF60},   {0xFFE0, 0xFFE6},   {0x16FE0, 0x18CFF}, {0x1AFF0, 0x1B2FF}, {0x1F004, 0x1F004},
                                 {0x1F0CF, 0x1F0CF}, {0x1F18E, 0x1F19A}, {0x1F1E6, 0x1F320}, {0x1F32D, 0x1F64F}, {0x1F680, 0x1F6FF},
                                 {0x1F7E0, 0x1F7F0}, {0x1F90C, 0x1F9FF}, {0x1FA70, 0x1FAFF}, {0x20000, 0x3FFFD}};

template <std::size_t Size>
bool is_in(const Range (&ranges)[Size], char32_t one) {
  const Range* at = std::partition_point(std::begin(ranges), std::end(ranges), [&](const Range& range) { return range.last < one; });
  return at != std::end(ranges) && at->first <= one;
}

// Marks that turn the direction of what follows, line and paragraph separators, the soft hyphen; private ones may be of any width.
bool is_unruly(char32_t one) {
  return one == 0xAD || one == 0x61C || (one >= 0x200E && one <= 0x200F) || (one >= 0x2028 && one <= 0x202E) ||
         (one >= 0x2066 && one <= 0x206F) || (one >= 0xFFF0 && one <= 0xFFFB) || (one >= 0xE000 && one <= 0xF8FF) || one >= 0xF0000;
}

// Of valid UTF-8, from at on, which goes to the next one.
char32_t next_letter(std::string_view text, std::size_t& at) {
  const auto first = static_cast<unsigned char>(text[at]);
  const std::size_t length = first < 0x80 ? 1 : first < 0xE0 ? 2 : first < 0xF0 ? 3 : 4;
  char32_t out = length == 1 ? first : first & (0xFFu >> (length + 1));
  for (std::size_t i = 1; i < length && at + i < text.size(); ++i) out = (out << 6) | (static_cast<unsigned char>(text[at + i]) & 0x3F);
  at = std::min(at + length, text.size());
  return out;
}

}  // namespace

CellText cell_text(std::string_view bytes, unsigned columns, Letters letters) {
  CellText out;
  // Long enough for each column to hold the longest letter and marks upon it.
  const bool cut_before = bytes.size() > std::size_t{columns} * 32 + 64;
  if (cut_before) bytes = bytes.substr(0, std::size_t{columns} * 32 + 64);
  const std::string text = base::printable(bytes);
  std::size_t fits_bytes = 0;  // what stays when the text has to be cut, with one column left for the mark
  unsigned fits_width = 0;
  bool cut = cut_before;
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t begin = at;
    const char32_t one = next_letter(text, at);
    if (is_in(kNoColumn, one)) continue;
    std::string_view piece = std::string_view(text).substr(begin, at - begin);
    unsigned width = is_in(kTwoColumns, one) ? 2 : 1;
    if (is_unruly(one) || (letters == Letters::kAscii && one >= 0x80)) {
      piece = "?";
      width = 1;
    }
    if (out.width + width > columns) {
      cut = true;
      break;
    }
    out.text += piece;
    out.width += width;
    if (out.width < columns) {
      fits_bytes = out.text.size();
      fits_width = out.width;
    }
  }
  if (!cut) return out;
  if (columns == 0) return {};
  out.text.resize(fits_bytes);
  out.width = fits_width + 1;
  out.text += letters == Letters::kAscii ? "~" : "\xE2\x80\xA6";
  return out;
}

}  // namespace batten::watch
