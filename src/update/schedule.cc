// SPDX-License-Identifier: Apache-2.0
#include "update/schedule.h"

#include <algorithm>
#include <ctime>

#include "base/format.h"
#include "base/text.h"
#include "update/settings_read.h"

namespace batten::update {
namespace {

using std::chrono::minutes;
using std::chrono::seconds;

constexpr seconds kShortest{60}, kLongest{366 * 86400};
constexpr std::size_t kMaxTimes = 1440;

Error wrong(std::string_view text) {
  return {Code::kInvalidArgument,
          format("'{}' is no schedule: write how often (6h, 30m, 2d, at least a minute) or times of the day (03:30,15:30)",
                 base::printable(text))};
}

std::optional<seconds> parse_interval(std::string_view text) {
  const Result<seconds> out = parse_duration(text);
  if (!out || *out < kShortest || *out > kLongest) return std::nullopt;
  return *out;
}

std::optional<minutes> parse_time_of_day(std::string_view text) {
  if (text.size() != 5 || text[2] != ':') return std::nullopt;
  const auto hour = base::parse_unsigned(text.substr(0, 2)), minute = base::parse_unsigned(text.substr(3));
  if (!hour || !minute || *hour > 23 || *minute > 59) return std::nullopt;
  return minutes(static_cast<std::int64_t>(*hour * 60 + *minute));
}

// Of the local day `days` after that of `when`.
std::int64_t moment(std::int64_t when, int days, minutes after_midnight) {
  const std::time_t seconds_then = when;
  std::tm local{};
  ::localtime_r(&seconds_then, &local);
  local.tm_mday += days;
  local.tm_hour = static_cast<int>(after_midnight.count() / 60);
  local.tm_min = static_cast<int>(after_midnight.count() % 60);
  local.tm_sec = 0;
  local.tm_isdst = -1;
  return std::mktime(&local);
}

}  // namespace

Result<Schedule> parse_schedule(std::string_view text) {
  Schedule out;
  if (const auto every = parse_interval(base::trim(text))) {
    out.every = *every;
    return out;
  }
  for (std::string_view part : base::split(text, ',')) {
    const auto at = parse_time_of_day(base::trim(part));
    if (!at || out.at.size() >= kMaxTimes) return wrong(text);
    out.at.push_back(*at);
  }
  std::ranges::sort(out.at);
  out.at.erase(std::ranges::unique(out.at).begin(), out.at.end());
  return out;
}

std::int64_t next_run(const Schedule& schedule, std::int64_t after, double chance) {
  const auto late = static_cast<std::int64_t>(static_cast<double>(schedule.jitter.count()) * std::clamp(chance, 0.0, 1.0));
  if (schedule.every > seconds(0) || schedule.at.empty()) return after + std::max(schedule.every, kShortest).count() + late;
  for (int days = 0; days < 3; ++days) {
    for (minutes at : schedule.at) {
      const std::int64_t then = moment(after, days, at);
      if (then > after) return then + late;
    }
  }
  return after + 86400 + late;
}

}  // namespace batten::update
