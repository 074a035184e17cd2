// SPDX-License-Identifier: Apache-2.0
#include "rules/event_time.h"

#include <ctime>

#include "base/format.h"

namespace batten::rules {
namespace {

constexpr std::uint64_t kSecond = 1'000'000'000;

std::tm local(std::uint64_t ns) {
  const auto seconds = static_cast<std::time_t>(ns / kSecond);
  std::tm out{};
  localtime_r(&seconds, &out);
  return out;
}

std::string clock_of(const std::tm& time, std::uint64_t ns, bool fraction) {
  std::string out = format("{:02}:{:02}:{:02}", time.tm_hour, time.tm_min, time.tm_sec);
  if (fraction) out += format(".{:09}", ns % kSecond);
  return out;
}

std::string day_of(const std::tm& time) { return format("{:04}-{:02}-{:02}", time.tm_year + 1900, time.tm_mon + 1, time.tm_mday); }

}  // namespace

std::string clock_text(std::uint64_t ns, bool fraction) { return clock_of(local(ns), ns, fraction); }

std::string date_text(std::uint64_t ns, bool fraction) {
  const std::tm time = local(ns);
  return day_of(time) + " " + clock_of(time, ns, fraction);
}

std::string iso_text(std::uint64_t ns) {
  const auto seconds = static_cast<std::time_t>(ns / kSecond);
  std::tm time{};
  gmtime_r(&seconds, &time);
  return day_of(time) + "T" + clock_of(time, ns, true) + "+0000";
}

}  // namespace batten::rules
