// SPDX-License-Identifier: Apache-2.0
//
// The terminal view as lines of cells: what a model and what somebody has chosen of it look like at a size. Pure.
#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "watch/cell_text.h"
#include "watch/top_control.h"

namespace batten::watch {

enum class Ink : unsigned char { kPlain, kBold, kQuiet, kBar, kTab, kChosen, kWarning, kCritical, kGood };

// Text in its columns; everything between spans is blank.
struct Span {
  unsigned column = 0;
  CellText text;
  Ink ink = Ink::kPlain;

  bool operator==(const Span&) const = default;
};

using ScreenLine = std::vector<Span>;  // where spans overlap, the later one is seen
using Screen = std::vector<ScreenLine>;

struct ScreenSize {
  unsigned columns = 80, rows = 24;

  bool operator==(const ScreenSize&) const = default;
};

// Rows of a table, or lines of details, that fit.
std::size_t top_rows(ScreenSize size);
std::string_view top_branch(Letters letters);
// Settles control on table, which is of its question.
Screen draw_top(const TopModel& model, const TopTable& table, TopControl& control, ScreenSize size, Letters letters);

// The bytes that turn what a terminal shows into the new screen; before: empty when nothing is known of it. Only lines that differ are
// drawn. colour: else there are none, bold and reverse alone.
std::string paint(const Screen& before, const Screen& after, bool colour);

}  // namespace batten::watch
