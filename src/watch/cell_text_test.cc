// SPDX-License-Identifier: Apache-2.0
#include "watch/cell_text.h"

#include <gtest/gtest.h>

namespace batten::watch {
namespace {

CellText utf8(std::string_view text, unsigned columns) { return cell_text(text, columns, Letters::kUtf8); }

TEST(CellText, FitsOrIsCutWithAMark) {
  EXPECT_EQ(utf8("web", 5), (CellText{"web", 3}));
  EXPECT_EQ(utf8("webs1", 5), (CellText{"webs1", 5}));
  EXPECT_EQ(utf8("webs12", 5), (CellText{"webs\xE2\x80\xA6", 5}));
  EXPECT_EQ(cell_text("webs12", 5, Letters::kAscii), (CellText{"webs~", 5}));
  EXPECT_EQ(utf8("web", 0), (CellText{"", 0}));
  EXPECT_EQ(utf8("", 5), (CellText{"", 0}));
}

TEST(CellText, ControlCharactersMoveNothing) {
  EXPECT_EQ(utf8("a\x1B[2Jb\nc\x7F", 20), (CellText{"a?[2Jb?c?", 9}));
  EXPECT_EQ(utf8("a\xC2\x9B"
                 "2J",
                 20),
            (CellText{"a?2J", 4}));  // CSI as one letter
  EXPECT_EQ(utf8("a\xE2\x80\xAE"
                 "b",
                 20),
            (CellText{"a?b", 3}));  // right to left
  EXPECT_EQ(utf8("a\xFF", 20), (CellText{"a\xEF\xBF\xBD", 2}));
}

TEST(CellText, WideLettersCountTwice) {
  EXPECT_EQ(utf8("\xE6\xBC\xA2\xE5\xAD\x97", 4), (CellText{"\xE6\xBC\xA2\xE5\xAD\x97", 4}));
  EXPECT_EQ(utf8("\xE6\xBC\xA2\xE5\xAD\x97", 3), (CellText{"\xE6\xBC\xA2\xE2\x80\xA6", 3}));
  EXPECT_EQ(utf8("\xE6\xBC\xA2\xE5\xAD\x97", 2), (CellText{"\xE2\x80\xA6", 1}));
  EXPECT_EQ(cell_text("\xE6\xBC\xA2", 4, Letters::kAscii), (CellText{"?", 1}));
  // An accent of its own takes no column.
  EXPECT_EQ(utf8("e\xCC\x81t", 4), (CellText{"et", 2}));
}

TEST(CellText, IsBoundedWhateverComes) {
  std::string marks = "a";
  for (int i = 0; i < 100'000; ++i) marks += "\xCC\x81";
  EXPECT_LE(utf8(marks, 10).text.size(), 50u);
  EXPECT_EQ(utf8(std::string(1u << 20, 'x'), 4), (CellText{"xxx\xE2\x80\xA6", 4}));
}

}  // namespace
}  // namespace batten::watch
