// SPDX-License-Identifier: Apache-2.0
#include "update/gate.h"

#include <time.h>

#include <algorithm>

#include "base/format.h"
#include "base/glob.h"
#include "base/text.h"
#include "base/time.h"
#include "update/settings_read.h"
#include "update/vulnerabilities.h"

namespace batten::update {
namespace {

// A clock that is a little behind the builder's is no reason to call an image made in the future.
constexpr std::int64_t kClockSlack = 600;

}  // namespace

std::string age_text(std::int64_t seconds) {
  auto many = [](std::int64_t count, std::string_view unit) { return format("{} {}{}", count, unit, count == 1 ? "" : "s"); };
  if (seconds >= 2 * 86'400) return many(seconds / 86'400, "day");
  if (seconds >= 2 * 3600) return many(seconds / 3600, "hour");
  return many(std::max<std::int64_t>(seconds, 0) / 60, "minute");
}

std::string registry_refusal(const model::Reference& reference, const Settings& settings) {
  if (settings.registries.empty()) return "";
  std::string path = reference.registry + "/" + reference.repository;
  bool allowed = std::ranges::any_of(settings.registries, [&](std::string_view pattern) {
    while (pattern.ends_with('/')) pattern.remove_suffix(1);
    return base::glob_match(pattern, path) || base::glob_match(std::string(pattern) + "/**", path);
  });
  return allowed ? "" : format("{} is none of the registries that its settings allow", path);
}

std::string early_refusal(Candidate& candidate, const Settings& settings, std::int64_t now) {
  for (const std::string& skipped : settings.skip) {
    if (skipped == candidate.tag || skipped == candidate.digest.text() || skipped == candidate.manifest.text())
      return format("its settings skip {}", base::printable(skipped));
  }
  if (settings.minimum_age.count() > 0) {
    std::int64_t wanted = std::chrono::seconds(settings.minimum_age).count(), age = now - candidate.created;
    if (candidate.created == 0) return "it does not say when it was made, and a minimum age is wanted";
    if (age < wanted && age >= -kClockSlack) {
      candidate.later = true;
      return format("too young: made {} ago, {} are wanted", age_text(age), age_text(wanted));
    }
    if (age < wanted) return "it says that it was made in the future";
  }
  if (candidate.verification.state == Verified::kFailed) return "its signature is wrong: " + candidate.verification.by;
  if (candidate.verification.state == Verified::kNotChecked && settings.needs_verification)
    return "its signature was not checked, and its settings want that";
  return "";
}

std::string vulnerability_refusal(const Candidate& candidate, const Settings& settings) {
  if (settings.gate == GateMode::kReportOnly || !candidate.facts) return "";
  if (!candidate.facts->complete)
    return format("not read as a whole{}, so not known to be no worse",
                  candidate.facts->unread.empty() ? "" : " (" + base::printable(candidate.facts->unread) + ")");
  if (settings.gate == GateMode::kNoWorse) {
    std::vector<Vulnerability> worse = at_least(candidate.brings, settings.gate_severity);
    return worse.empty() ? "" : format("worse than what runs: it brings {}", named(worse));
  }
  std::vector<Vulnerability> all = at_least(candidate.facts->vulnerabilities, settings.gate_severity);
  return all.size() <= settings.at_most ? "" : format("it has {} where at most {} may be", counted(all), settings.at_most);
}

bool in_window(const Settings& settings, std::int64_t now) {
  if (settings.windows.empty()) return true;
  std::time_t when = now;
  std::tm local{};
  ::localtime_r(&when, &local);
  int minute = local.tm_hour * 60 + local.tm_min, today = (local.tm_wday + 6) % 7, yesterday = (today + 6) % 7;
  return std::ranges::any_of(settings.windows, [&](const Window& window) {
    auto on = [&](int day) { return (window.days >> day & 1) != 0; };
    if (window.begin < window.end) return on(today) && minute >= window.begin.count() && minute < window.end.count();
    // Over midnight it belongs to the day on which it begins.
    return (on(today) && minute >= window.begin.count()) || (on(yesterday) && minute < window.end.count());
  });
}

std::string hold(const Settings& settings, std::int64_t now, bool approved) {
  if (settings.snoozed_until > now) return "snoozed until " + base::format_time(settings.snoozed_until);
  if (!in_window(settings, now)) {
    std::string windows;
    for (const Window& window : settings.windows) windows += (windows.empty() ? "" : "; ") + window_text(window);
    return "outside of its windows: " + windows;
  }
  if (settings.needs_approval && !approved) return "it waits for approval";
  return "";
}

}  // namespace batten::update
