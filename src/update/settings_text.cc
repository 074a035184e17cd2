// SPDX-License-Identifier: Apache-2.0
//
// Durations, windows and settings as text.
#include <algorithm>
#include <array>

#include "base/format.h"
#include "base/hash.h"
#include "base/json.h"
#include "base/text.h"
#include "update/settings_read.h"

namespace batten::update {
namespace {

constexpr std::array<std::string_view, 7> kDays = {"mon", "tue", "wed", "thu", "fri", "sat", "sun"};
constexpr int kMinutesOfDay = 24 * 60;

Result<int> day_of(std::string_view word) {
  const std::string lower = base::lower(word);
  for (std::size_t i = 0; i < kDays.size(); ++i) {
    if (lower.size() >= 3 && lower.starts_with(kDays[i])) return static_cast<int>(i);
  }
  return Error{Code::kInvalidArgument, format("'{}' is no day of the week", base::printable(word.substr(0, 50)))};
}

Result<std::uint8_t> days_of(std::string_view text) {
  if (text == "daily" || text == "*") return std::uint8_t{0x7f};
  unsigned out = 0;
  for (std::string_view part : base::split(text, ',')) {
    std::size_t dash = part.find('-');
    int first = TRY(day_of(part.substr(0, dash))), last = dash == std::string_view::npos ? first : TRY(day_of(part.substr(dash + 1)));
    for (int day = first;; day = (day + 1) % 7) {
      out |= 1u << day;
      if (day == last) break;
    }
  }
  return static_cast<std::uint8_t>(out);
}

Result<std::chrono::minutes> time_of(std::string_view text) {
  std::size_t colon = text.find(':');
  auto hour = base::parse_unsigned(text.substr(0, colon));
  auto minute = colon == std::string_view::npos ? std::optional<std::uint64_t>(0) : base::parse_unsigned(text.substr(colon + 1));
  bool right = hour && minute && *minute < 60 && (*hour < 24 || (*hour == 24 && *minute == 0));
  if (!right) return Error{Code::kInvalidArgument, format("'{}' is no time of the day (want HH:MM)", base::printable(text.substr(0, 50)))};
  return std::chrono::minutes(*hour * 60 + *minute);
}

void write_health(const HealthSettings& health, json::Writer& out) {
  out.key("health").begin_object().member("timeout", health.timeout.count()).member("steady", health.steady.count());
  out.member_if("http", health.http).member_if("tcp", health.tcp);
  if (!health.command.empty()) out.key("command").strings(health.command);
  if (health.log_errors) out.member("log-errors", *health.log_errors);
  out.end_object();
}

// Without the values of arguments, which may be secret.
void write_build(const BuildSettings& build, json::Writer& out) {
  out.key("build").begin_object().member_if("context", build.context).member_if("dockerfile", build.dockerfile);
  out.member_if("target", build.target);
  std::vector<std::string> names;
  for (const std::string& one : build.args) names.push_back(one.substr(0, one.find('=')));
  if (!names.empty()) out.key("args").strings(names);
  out.end_object();
}

}  // namespace

Result<std::chrono::seconds> parse_duration(std::string_view text) {
  const Error wrong{Code::kInvalidArgument,
                    format("want a duration as in 90s, 15m, 12h or 3d, not '{}'", base::printable(text.substr(0, 50)))};
  std::int64_t total = 0;
  std::string_view rest = text;
  do {
    std::size_t digits = 0;
    while (digits < rest.size() && rest[digits] >= '0' && rest[digits] <= '9') ++digits;
    auto number = digits > 0 && digits < 9 ? base::parse_unsigned(rest.substr(0, digits)) : std::nullopt;
    if (!number) return wrong;
    rest.remove_prefix(digits);
    char unit = rest.empty() ? 's' : rest[0];
    std::int64_t factor = unit == 's' ? 1 : unit == 'm' ? 60 : unit == 'h' ? 3600 : unit == 'd' ? 86'400 : unit == 'w' ? 604'800 : 0;
    if (factor == 0) return wrong;
    if (!rest.empty()) rest.remove_prefix(1);
    total += static_cast<std::int64_t>(*number) * factor;
  } while (!rest.empty());
  if (total > 10ll * 366 * 86'400) return wrong;
  return std::chrono::seconds(total);
}

Result<Window> parse_window(std::string_view text) {
  Window out;
  std::vector<std::string_view> words = base::words(text);
  if (words.empty() || words.size() > 2) return Error{Code::kInvalidArgument, "want days and hours, as in 'mon-fri 02:00-05:00'"};
  bool has_hours = words.back().contains(':');
  if (words.size() == 2 && !has_hours) return Error{Code::kInvalidArgument, "want days and hours, as in 'mon-fri 02:00-05:00'"};
  if (words.size() == 2 || !has_hours) out.days = TRY(days_of(words[0]));
  if (!has_hours) return out;
  std::size_t dash = words.back().find('-');
  if (dash == std::string_view::npos) return Error{Code::kInvalidArgument, "want hours from and to, as in 02:00-05:00"};
  out.begin = TRY(time_of(words.back().substr(0, dash)));
  out.end = TRY(time_of(words.back().substr(dash + 1)));
  if (out.begin == out.end) return Error{Code::kInvalidArgument, "the window is empty: it ends when it begins"};
  if (out.begin.count() == kMinutesOfDay) out.begin = std::chrono::minutes(0);
  return out;
}

std::string window_text(const Window& window) {
  std::string days;
  for (std::size_t i = 0; i < kDays.size(); ++i) {
    if ((window.days >> i & 1) != 0) days += (days.empty() ? "" : ",") + std::string(kDays[i]);
  }
  if (window.days == 0x7f) days = "daily";
  if (window.begin.count() == 0 && window.end.count() == kMinutesOfDay) return days;
  return format("{} {:02}:{:02}-{:02}:{:02}", days, window.begin.count() / 60, window.begin.count() % 60, window.end.count() / 60,
                window.end.count() % 60);
}

std::string tags_text(const Settings& settings) {
  switch (settings.tags) {
    case TagPolicy::kDigest: return "digest";
    case TagPolicy::kPatch: return "patch";
    case TagPolicy::kMinor: return "minor";
    case TagPolicy::kMajor: return "major";
    case TagPolicy::kRange: return "range " + settings.range;
    case TagPolicy::kRegex: return "regex " + settings.pattern;
    case TagPolicy::kNone: break;
  }
  return "none";
}

std::string_view gate_name(GateMode mode) {
  return mode == GateMode::kNoWorse ? "no-worse" : mode == GateMode::kThreshold ? "threshold" : "report";
}

std::string settings_json(const Settings& settings) {
  json::Writer out(0);
  std::vector<std::string> windows;
  for (const Window& window : settings.windows) windows.push_back(window_text(window));
  out.begin_object().member("tags", tags_text(settings)).member("keep-variant", settings.keep_variant);
  out.member("prereleases", settings.prereleases).member("cares-about", model::severity_name(settings.cares_about));
  out.member("fixable-only", settings.fixable_only).member("gate", gate_name(settings.gate));
  out.member("gate-severity", model::severity_name(settings.gate_severity)).member("at-most", settings.at_most);
  out.member("minimum-age", format("{}h", settings.minimum_age.count())).key("windows").strings(windows).key("skip").strings(settings.skip);
  out.member("snooze-until", settings.snoozed_until).member("approval", settings.needs_approval);
  out.member("verification", settings.needs_verification).key("registries").strings(settings.registries);
  if (settings.start_first) out.member("start-first", *settings.start_first);
  if (settings.drain.count() > 0) out.member("drain", settings.drain.count());
  out.member("stop-grace", settings.stop_grace.count());
  write_health(settings.health, out);
  const BuildSettings& build = settings.build;
  if (!build.context.empty() || !build.dockerfile.empty() || !build.target.empty() || !build.args.empty()) write_build(build, out);
  out.end_object();
  return out.take();
}

std::string settings_hash(const Settings& settings) { return base::sha256_hex(settings_json(settings)).substr(0, 16); }

}  // namespace batten::update
