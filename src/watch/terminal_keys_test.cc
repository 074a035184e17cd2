// SPDX-License-Identifier: Apache-2.0
#include "watch/terminal_keys.h"

#include <gtest/gtest.h>

namespace batten::watch {
namespace {

using Clock = KeyReader::Clock;
constexpr Clock::time_point kNow{std::chrono::seconds(100)};

std::vector<KeyPress> keys(std::string_view bytes) { return KeyReader().read(bytes, kNow); }

TEST(TerminalKeys, LettersAndControls) {
  EXPECT_EQ(keys("j/"), (std::vector<KeyPress>{{Key::kLetter, "j"}, {Key::kLetter, "/"}}));
  EXPECT_EQ(keys("\xC3\xA4"), (std::vector<KeyPress>{{Key::kLetter, "\xC3\xA4"}}));
  EXPECT_EQ(keys("\r\t\x7F\x03\x1A\x0C"),
            (std::vector<KeyPress>{{Key::kEnter}, {Key::kTab}, {Key::kBackspace}, {Key::kInterrupt}, {Key::kSuspend}, {Key::kRedraw}}));
  EXPECT_EQ(keys("\x01\x80\xFFq"), (std::vector<KeyPress>{{Key::kLetter, "q"}}));
}

TEST(TerminalKeys, Sequences) {
  EXPECT_EQ(keys("\x1B[A\x1BOB\x1B[C\x1B[D"), (std::vector<KeyPress>{{Key::kUp}, {Key::kDown}, {Key::kRight}, {Key::kLeft}}));
  EXPECT_EQ(keys("\x1B[5~\x1B[6~\x1B[1~\x1B[F\x1B[Z"),
            (std::vector<KeyPress>{{Key::kPageUp}, {Key::kPageDown}, {Key::kHome}, {Key::kEnd}, {Key::kBackTab}}));
  EXPECT_EQ(keys("\x1B[1;5A"), (std::vector<KeyPress>{{Key::kUp}}));
  // Those that mean nothing here go without a trace: a function key, the place of a cursor, a mouse.
  EXPECT_EQ(keys("\x1B[15~\x1B[12;40R\x1B[<0;3;4mq"), (std::vector<KeyPress>{{Key::kLetter, "q"}}));
}

TEST(TerminalKeys, WhatIsCutWaitsForItsRest) {
  KeyReader reader;
  EXPECT_TRUE(reader.read("\x1B", kNow).empty());
  EXPECT_TRUE(reader.read("[", kNow + std::chrono::milliseconds(10)).empty());
  EXPECT_EQ(reader.read("A", kNow + std::chrono::milliseconds(20)), (std::vector<KeyPress>{{Key::kUp}}));
  EXPECT_TRUE(reader.read("\xC3", kNow).empty());
  EXPECT_EQ(reader.read("\xA4", kNow), (std::vector<KeyPress>{{Key::kLetter, "\xC3\xA4"}}));
}

TEST(TerminalKeys, EscapeAloneIsAKeyAfterAWhile) {
  KeyReader reader;
  EXPECT_TRUE(reader.read("\x1B", kNow).empty());
  EXPECT_TRUE(reader.read("", kNow + std::chrono::milliseconds(39)).empty());
  EXPECT_EQ(reader.read("", kNow + std::chrono::milliseconds(40)), (std::vector<KeyPress>{{Key::kEscape}}));
  EXPECT_EQ(reader.read("q", kNow + std::chrono::seconds(1)), (std::vector<KeyPress>{{Key::kLetter, "q"}}));
  EXPECT_EQ(keys("\x1Bq"), (std::vector<KeyPress>{{Key::kEscape}, {Key::kLetter, "q"}}));
}

TEST(TerminalKeys, AnEndlessSequenceEnds) {
  KeyReader reader;
  EXPECT_TRUE(reader.read("\x1B[" + std::string(100'000, '1'), kNow).empty());
  EXPECT_TRUE(reader.read("", kNow + std::chrono::seconds(1)).empty());
  EXPECT_EQ(reader.read("q", kNow + std::chrono::seconds(2)), (std::vector<KeyPress>{{Key::kLetter, "q"}}));
}

}  // namespace
}  // namespace batten::watch
