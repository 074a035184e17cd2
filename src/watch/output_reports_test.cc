// SPDX-License-Identifier: Apache-2.0
#include "watch/output_reports.h"

#include <gtest/gtest.h>

namespace batten::watch {
namespace {

using Lines = std::vector<std::string>;

alert::LaneCounts lane(bool failing, std::uint64_t refused = 0, std::uint64_t dropped = 0) {
  alert::LaneCounts out;
  out.output = "http";
  out.failing = failing;
  out.refused = refused;
  out.dropped = dropped;
  out.problem = failing || refused > 0 ? "connection refused" : "";
  return out;
}

TEST(OutputReports, TellsChangesOnce) {
  OutputReports reports;
  EXPECT_EQ(reports.look({lane(false)}), Lines{});
  EXPECT_EQ(reports.look({lane(true)}), Lines{"output http: connection refused; alerts wait, and it is tried again"});
  EXPECT_EQ(reports.look({lane(true)}), Lines{});
  EXPECT_EQ(reports.look({lane(false)}), Lines{"output http takes alerts again"});
  EXPECT_EQ(reports.look({lane(false, 1)}),
            Lines{"output http: connection refused; the alert was given up, and so are others that are refused"});
  EXPECT_EQ(reports.look({lane(false, 7)}), Lines{});
  EXPECT_EQ(reports.look({lane(false, 7, 1)}), Lines{"output http is too far behind: the eldest alerts are given up"});
  EXPECT_EQ(reports.look({lane(false, 9, 9)}), Lines{});
}

TEST(OutputReports, SaysAtTheEndWhatWasNotDelivered) {
  EXPECT_EQ(OutputReports::farewell({lane(false)}, true), Lines{});
  EXPECT_EQ(OutputReports::farewell({lane(true, 2, 3)}, false), Lines{"output http: 5 alerts were not delivered: connection refused"});
  alert::LaneCounts waiting = lane(true);
  waiting.waiting = 4;
  EXPECT_EQ(OutputReports::farewell({waiting}, true), Lines{"output http: 4 alerts wait on disk for the next start"});
  EXPECT_EQ(OutputReports::farewell({waiting}, false), Lines{});
}

}  // namespace
}  // namespace batten::watch
