// SPDX-License-Identifier: Apache-2.0
#include "base/progress.h"

#include <gtest/gtest.h>

#include "base/progress_line.h"
#include "base/text.h"

namespace batten::base {
namespace {

constexpr std::uint64_t kMiB = 1u << 20;

TEST(ProgressLine, BytesSpeedAndTime) {
  EXPECT_EQ(progress_line({.done = 100 * kMiB, .total = 400 * kMiB, .seconds = 4, .task = "layer 3/11"}, 100, false),
            "[#####...............]   25%  100 MiB of 400 MiB  25 MiB/s  12 s left  layer 3/11");
  EXPECT_EQ(progress_line({.done = 45 * kMiB, .total = 400 * kMiB, .seconds = 1, .task = "layer 3/11"}, 100, true),
            "▕██▎                 ▏   11%  45 MiB of 400 MiB  45 MiB/s  layer 3/11");
  EXPECT_EQ(progress_line({.done = 5 * kMiB, .total = 0, .seconds = 5, .task = "feed debian"}, 100, false),
            "5.0 MiB  1.0 MiB/s  feed debian");
}

TEST(ProgressLine, SmallTotalsCountThings) {
  EXPECT_EQ(progress_line({.done = 2, .total = 3, .seconds = 5, .task = "package repository"}, 100, false),
            "[#############.......]   66%  2 of 3  package repository");
}

TEST(ProgressLine, HundredPerCentIsTheEnd) {
  EXPECT_NE(progress_line({.done = 9999, .total = 10000, .seconds = 1, .task = ""}, 100, false).find(" 99%"), std::string::npos);
  EXPECT_NE(progress_line({.done = 20000, .total = 10000, .seconds = 1, .task = ""}, 100, false).find("100%"), std::string::npos);
}

TEST(ProgressLine, FitsTheTerminal) {
  for (std::size_t width = 0; width <= 120; ++width) {
    for (bool blocks : {false, true}) {
      std::string line =
          progress_line({.done = 100 * kMiB, .total = 4000 * kMiB, .seconds = 9999, .task = "feed \x1b[2J\u017dlu\u0165 with a long name"},
                        width, blocks);
      EXPECT_LE(display_width(line), width) << line;
      EXPECT_EQ(line, printable(line)) << "whole characters, none of control";
    }
  }
  EXPECT_EQ(progress_line({.done = 100 * kMiB, .total = 400 * kMiB, .seconds = 4, .task = "layer 3/11"}, 24, false), " 25%  layer 3/11");
}

TEST(Progress, SilentWithoutATerminal) {
  testing::internal::CaptureStderr();
  {
    auto progress = terminal_progress();
    progress->update("task", 1, 2);
    progress->finish("task");
    progress->message("said \x1b[2J");
    progress->message("a.yaml:1: wrong\n  here\n    ^\n");
  }
  EXPECT_EQ(testing::internal::GetCapturedStderr(), "said ?[2J\na.yaml:1: wrong\n    here\n      ^\n");
}

}  // namespace
}  // namespace batten::base
