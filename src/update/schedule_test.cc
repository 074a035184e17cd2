// SPDX-License-Identifier: Apache-2.0
#include "update/schedule.h"

#include <gtest/gtest.h>

#include <cstdlib>
#include <ctime>

#include "base/time.h"

namespace batten::update {
namespace {

using std::chrono::minutes;
using std::chrono::seconds;

// The zone of a test's machine is put back.
class Zone {
 public:
  explicit Zone(const char* name) : before_(std::getenv("TZ") != nullptr ? std::getenv("TZ") : "") {
    ::setenv("TZ", name, 1);
    ::tzset();
  }
  ~Zone() {
    before_.empty() ? ::unsetenv("TZ") : ::setenv("TZ", before_.c_str(), 1);
    ::tzset();
  }

 private:
  std::string before_;
};

std::int64_t at(std::string_view text) { return *base::parse_time(text); }

TEST(Schedule, Intervals) {
  EXPECT_EQ(parse_schedule("6h")->every, seconds(21600));
  EXPECT_EQ(parse_schedule(" 90s ")->every, seconds(90));
  EXPECT_EQ(parse_schedule("2d")->every, seconds(172800));
}

TEST(Schedule, TimesOfTheDayAreSortedAndOnce) {
  EXPECT_EQ(parse_schedule("15:30,03:05,15:30")->at, (std::vector<minutes>{minutes(185), minutes(930)}));
}

TEST(Schedule, WhatIsNoneIsRefused) {
  for (std::string_view text :
       {"", "often", "0s", "59s", "-1h", "h", "367d", "99999999999d", "24:00", "3:30", "03:60", "03:30,", "03.30"}) {
    const auto out = parse_schedule(text);
    ASSERT_FALSE(out) << text;
    EXPECT_EQ(out.error().code, Code::kInvalidArgument);
  }
}

TEST(Schedule, JitterComesOnTop) {
  Schedule schedule{.every = seconds(3600), .at = {}, .jitter = seconds(600)};
  EXPECT_EQ(next_run(schedule, 1000, 0), 4600);
  EXPECT_EQ(next_run(schedule, 1000, 0.5), 4900);
  EXPECT_EQ(next_run(schedule, 1000, 7), 5200);
}

TEST(Schedule, TheNextTimeOfTheDay) {
  const Zone zone("UTC");
  const Schedule schedule = *parse_schedule("03:30,15:30");
  EXPECT_EQ(next_run(schedule, at("2026-11-26T00:00:00Z"), 0), at("2026-11-26T03:30:00Z"));
  EXPECT_EQ(next_run(schedule, at("2026-11-26T03:30:00Z"), 0), at("2026-11-26T15:30:00Z"));
  EXPECT_EQ(next_run(schedule, at("2026-11-30T23:00:00Z"), 0), at("2026-12-01T03:30:00Z"));
}

TEST(Schedule, LocalTimeOverAChangeOfTheClock) {
  const Zone zone("CET-1CEST,M3.5.0,M10.5.0/3");
  const Schedule schedule = *parse_schedule("02:30");
  // In the night of 29 March 2026 there is no 02:30.
  const std::int64_t spring = next_run(schedule, at("2026-03-28T12:00:00Z"), 0);
  EXPECT_TRUE(spring == at("2026-03-29T00:30:00Z") || spring == at("2026-03-29T01:30:00Z")) << base::format_time(spring);
  EXPECT_EQ(next_run(schedule, at("2026-07-01T12:00:00Z"), 0), at("2026-07-02T00:30:00Z"));
  // In the night of 25 October there are two.
  const std::int64_t autumn = next_run(schedule, at("2026-10-24T12:00:00Z"), 0);
  EXPECT_GT(next_run(schedule, autumn, 0), at("2026-10-26T00:00:00Z"));
}

}  // namespace
}  // namespace batten::update
