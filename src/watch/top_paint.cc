// SPDX-License-Identifier: Apache-2.0
#include "base/format.h"
#include "watch/top_screen.h"

namespace batten::watch {
namespace {

// Select Graphic Rendition (ECMA-48), after a reset.
std::string_view rendition(Ink ink, bool colour) {
  switch (ink) {
    case Ink::kPlain: return "\x1B[0m";
    case Ink::kBold: return "\x1B[0;1m";
    case Ink::kQuiet: return colour ? "\x1B[0;90m" : "\x1B[0m";
    case Ink::kBar: return colour ? "\x1B[0;1;37;44m" : "\x1B[0;7m";
    case Ink::kTab: return "\x1B[0;1;7m";
    case Ink::kChosen: return "\x1B[0;7m";
    case Ink::kWarning: return colour ? "\x1B[0;33m" : "\x1B[0m";
    case Ink::kCritical: return colour ? "\x1B[0;1;31m" : "\x1B[0;1m";
    case Ink::kGood: return colour ? "\x1B[0;32m" : "\x1B[0m";
  }
  return "\x1B[0m";
}

void paint_line(std::string& out, std::size_t row, const ScreenLine& line, bool colour) {
  out += format("\x1B[{};1H{}\x1B[K", row + 1, rendition(Ink::kPlain, colour));
  Ink ink = Ink::kPlain;
  for (const Span& span : line) {
    // By its place, not after the one before: a terminal may think otherwise of how wide a letter is.
    out += format("\x1B[{}G", span.column + 1);
    if (span.ink != ink) out += rendition(span.ink, colour);
    ink = span.ink;
    out += span.text.text;
  }
}

}  // namespace

std::string paint(const Screen& before, const Screen& after, bool colour) {
  std::string out;
  for (std::size_t row = 0; row < after.size(); ++row) {
    if (row >= before.size() || !(before[row] == after[row])) paint_line(out, row, after[row], colour);
  }
  if (!out.empty()) out += rendition(Ink::kPlain, colour);
  return out;
}

}  // namespace batten::watch
