// SPDX-License-Identifier: Apache-2.0
#include "base/time.h"

#include <chrono>

#include "base/format.h"
#include "base/text.h"

namespace batten::base {
namespace {

std::optional<std::int64_t> date_seconds(std::uint64_t year, std::uint64_t month, std::uint64_t day) {
  if (year < 1 || year > 9999) return std::nullopt;
  std::chrono::year_month_day date{std::chrono::year(static_cast<int>(year)), std::chrono::month(static_cast<unsigned>(month)),
                                   std::chrono::day(static_cast<unsigned>(day))};
  if (!date.ok()) return std::nullopt;
  return std::chrono::sys_days(date).time_since_epoch().count() * std::int64_t{86400};
}

std::optional<std::int64_t> clock_seconds(std::string_view text) {
  if (text.size() < 8 || text[2] != ':' || text[5] != ':') return std::nullopt;
  auto hour = parse_unsigned(text.substr(0, 2)), minute = parse_unsigned(text.substr(3, 2)), second = parse_unsigned(text.substr(6, 2));
  if (!hour || !minute || !second || *hour > 23 || *minute > 59 || *second > 60) return std::nullopt;
  return static_cast<std::int64_t>(*hour * 3600 + *minute * 60 + *second);
}

}  // namespace

std::int64_t now_seconds() {
  return std::chrono::duration_cast<std::chrono::seconds>(std::chrono::system_clock::now().time_since_epoch()).count();
}

std::optional<std::int64_t> parse_time(std::string_view text) {
  if (text.size() < 10 || text[4] != '-' || text[7] != '-') return std::nullopt;
  auto year = parse_unsigned(text.substr(0, 4)), month = parse_unsigned(text.substr(5, 2)), day = parse_unsigned(text.substr(8, 2));
  if (!year || !month || !day) return std::nullopt;
  auto seconds = date_seconds(*year, *month, *day);
  if (!seconds || text.size() == 10) return seconds;
  auto clock = clock_seconds(text.substr(11));
  if (!clock || (text[10] != 'T' && text[10] != 't' && text[10] != ' ')) return std::nullopt;
  text.remove_prefix(19);
  if (text.starts_with('.')) {
    std::size_t digits = text.find_first_not_of("0123456789", 1);
    text = digits == std::string_view::npos ? std::string_view() : text.substr(digits);
  }
  std::int64_t offset = 0;
  if (text.size() >= 6 && (text[0] == '+' || text[0] == '-')) {
    auto hours = parse_unsigned(text.substr(1, 2)), minutes = parse_unsigned(text.substr(4, 2));
    if (!hours || !minutes) return std::nullopt;
    offset = static_cast<std::int64_t>(*hours * 3600 + *minutes * 60) * (text[0] == '-' ? -1 : 1);
  }
  return *seconds + *clock - offset;
}

std::string format_time(std::int64_t seconds) {
  std::int64_t clock = ((seconds % 86400) + 86400) % 86400;
  return format("{}T{:02}:{:02}:{:02}Z", format_date(seconds), clock / 3600, clock / 60 % 60, clock % 60);
}

std::string format_date(std::int64_t seconds) {
  std::int64_t days = (seconds - ((seconds % 86400) + 86400) % 86400) / 86400;
  std::chrono::year_month_day date{std::chrono::sys_days(std::chrono::days(days))};
  return format("{:04}-{:02}-{:02}", static_cast<int>(date.year()), static_cast<unsigned>(date.month()), static_cast<unsigned>(date.day()));
}

std::optional<std::int64_t> parse_http_time(std::string_view text) {
  constexpr std::string_view kMonths = "JanFebMarAprMayJunJulAugSepOctNovDec";
  std::vector<std::string_view> parts = words(text);
  if (parts.size() < 5) return std::nullopt;
  auto day = parse_unsigned(parts[1]), year = parse_unsigned(parts[3]);
  std::size_t month = parts[2].size() == 3 ? kMonths.find(parts[2]) : std::string_view::npos;
  auto clock = clock_seconds(parts[4].size() == 7 ? "0" + std::string(parts[4]) : std::string(parts[4]));
  if (!day || !year || !clock || month == std::string_view::npos || month % 3 != 0) return std::nullopt;
  auto seconds = date_seconds(*year, month / 3 + 1, *day);
  if (!seconds) return std::nullopt;
  return *seconds + *clock;
}

}  // namespace batten::base
