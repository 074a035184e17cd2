// SPDX-License-Identifier: Apache-2.0
#include "policy/scorecard.h"

#include <algorithm>
#include <array>
#include <set>
#include <span>
#include <string_view>

#include "base/format.h"
#include "base/time.h"
#include "model/summary.h"
#include "policy/best_fixes.h"
#include "policy/grade.h"

namespace batten::policy {
namespace {

using base::Note;
using model::Practice;
using model::Severity;
using Status = model::Practice::Status;

bool has_unread(const model::Report& report) {
  return std::any_of(report.notes.begin(), report.notes.end(), [](const Note& note) { return note.kind == Note::Kind::kSkipped; });
}

bool has_feed(const model::Report& report) {
  return std::any_of(report.feeds.begin(), report.feeds.end(), [](const model::FeedInfo& feed) {
    return feed.problem.empty() && feed.name != "kev" && feed.name != "epss" && feed.name != "repository";
  });
}

bool has_repository(const model::Report& report) {
  return std::any_of(report.feeds.begin(), report.feeds.end(),
                     [](const model::FeedInfo& feed) { return feed.problem.empty() && feed.name == "repository"; });
}

// "3 critical, 12 high, 40 medium" of what a vulnerability feed says.
std::string severity_text(const model::Report& report, std::size_t& grave, std::size_t& exploited) {
  std::array<std::size_t, 6> by_severity{};
  for (const model::Finding& finding : report.findings) {
    if (!counts(finding) || finding.explanation.feed == "repository") continue;
    ++by_severity[static_cast<std::size_t>(finding.severity)];
    exploited += finding.kev ? 1 : 0;
  }
  grave = by_severity[static_cast<std::size_t>(Severity::kCritical)] + by_severity[static_cast<std::size_t>(Severity::kHigh)];
  std::string out = model::severity_counts(by_severity);
  return out.empty() ? "no known vulnerabilities" : out;
}

constexpr std::size_t kMostResults = 6;
constexpr std::int64_t kDay = 86400, kOldDays = 180, kVeryOldDays = 365;

bool is_open(const model::CheckResult& result) { return result.outcome == model::Outcome::kFail && result.suppressed_by.empty(); }

std::string place_of(const model::CheckResult& result) {
  std::string out = result.file;
  if (!result.file.empty() && result.place) out += format(":{}", result.place.line);
  if (!result.subject.empty()) out += (out.empty() ? "" : " ") + result.subject;
  return out;
}

// Counts the results of a practice and lists the worst, one line a check.
struct Judged {
  std::size_t open = 0, grave = 0, passed = 0, unknown = 0;
};
Judged judge(model::PracticeId practice, const Checks& checks, Practice& out, Grade& grade) {
  Judged counted;
  std::vector<const model::CheckResult*> open;
  for (const model::CheckResult& result : checks.assessment.results) {
    if (result.check->practice != practice) continue;
    counted.passed += result.outcome == model::Outcome::kPass ? 1 : 0;
    counted.unknown += result.outcome == model::Outcome::kUnknown ? 1 : 0;
    if (!is_open(result)) continue;
    grade.count(result);
    ++counted.open;
    counted.grave += result.severity >= Severity::kMedium ? 1 : 0;
    open.push_back(&result);
  }
  std::ranges::stable_sort(open, [](const auto* a, const auto* b) { return a->severity > b->severity; });
  std::set<std::string_view> named;
  std::size_t listed = 0, told = 0;
  for (const model::CheckResult* result : open) {
    if (listed >= kMostResults || !named.insert(result->check->id).second) continue;
    auto same = static_cast<std::size_t>(std::ranges::count_if(open, [&](const auto* other) { return other->check == result->check; }));
    std::string place = place_of(*result);
    out.lines.push_back(format("{}: {}{}{}{}", model::severity_name(result->severity), place, place.empty() ? "" : ": ", result->message,
                               same > 1 ? format(" (and {} more of these)", same - 1) : ""));
    ++listed;
    told += same;
  }
  if (counted.open > told) out.lines.push_back(format("and {} more", counted.open - told));
  if (counted.unknown > 0) out.lines.push_back(format("{} {} could not look", counted.unknown, counted.unknown == 1 ? "check" : "checks"));
  return counted;
}

void settle(const Judged& counted, const Grade& grade, Practice& out) {
  // Where more could not be looked at than was, finding nothing says nothing.
  if (counted.open == 0 && counted.unknown > counted.passed) {
    out.status = Status::kCouldNotCheck;
    return;
  }
  out.grade = grade.letter();
  out.status = counted.grave > 0 ? Status::kProblems : counted.unknown > 0 ? Status::kPartly : Status::kGood;
}

Practice trusted_images(const std::vector<Subject>& subjects, const Checks& checks) {
  Practice out{.id = "trusted-images", .title = "Use trusted images", .status = Status::kPartly, .lines = {}};
  Grade grade;
  std::size_t read = 0;
  bool problems = false;
  for (const Subject& subject : subjects) {
    if (!subject.report) {
      out.lines.push_back(format("{}: could not be scanned: {}", subject.title, subject.problem));
      continue;
    }
    const model::Report& report = *subject.report;
    std::string what = format("{}: {} packages", subject.title, report.packages.size());
    if (!has_feed(report)) {
      out.lines.push_back(what + ": no vulnerability feed could be used, only security updates are known (see 5)");
      continue;
    }
    ++read;
    std::size_t grave = 0, exploited = 0;
    std::string severities = severity_text(report, grave, exploited);
    std::string line = what + ": " + severities;
    if (exploited > 0) line += format(" ({} known to be exploited)", exploited);
    if (has_unread(report)) line += "; not everything could be read";
    problems = problems || grave > 0 || exploited > 0;
    for (const model::Finding& finding : report.findings) {
      if (counts(finding) && finding.explanation.feed != "repository") grade.count(finding);
    }
    out.lines.push_back(std::move(line));
  }
  Judged counted = judge(model::PracticeId::kTrustedImages, checks, out, grade);
  problems = problems || counted.grave > 0;
  out.lines.emplace_back("signatures and provenance: not checked yet");
  if (problems) {
    out.status = Status::kProblems;
  } else if (read == 0) {
    out.status = Status::kCouldNotCheck;
  }
  if (read > 0 || counted.open > 0) out.grade = grade.letter();
  return out;
}

// "openssl 3.0.15 -> 3.0.17, bash 5.2-1 -> 5.2-2 and 3 more", by source package.
std::string update_text(const std::vector<model::Update>& updates) {
  std::string out;
  constexpr std::size_t kNamed = 4;
  for (const model::Update& update : std::span(updates).first(std::min(kNamed, updates.size()))) {
    if (!out.empty()) out += ", ";
    out += format("{} {} -> {}", update.package, update.installed, update.fixed[0]);
  }
  if (updates.size() > kNamed) out += format(" and {} more", updates.size() - kNamed);
  return out;
}

// "2024-11-03T..." of an image: how many days ago; -1: not known.
std::int64_t age_days(const model::Report& report, std::int64_t date) {
  std::optional<std::int64_t> created = base::parse_time(report.config.created);
  // Reproducible builds name the beginning of time.
  if (!created || *created < 365 * kDay || *created > date) return -1;
  return (date - *created) / kDay;
}

Practice up_to_date(const std::vector<Subject>& subjects, const Checks& checks, model::VersionOrder order, std::int64_t date) {
  Practice out{.id = "up-to-date", .title = "Keep containers up to date", .status = Status::kGood, .lines = {}};
  Grade grade;
  std::size_t known = 0;
  bool problems = false, unread = false;
  for (const Subject& subject : subjects) {
    if (!subject.report) {
      out.lines.push_back(format("{}: could not be scanned", subject.title));
      unread = true;
      continue;
    }
    const model::Report& report = *subject.report;
    for (const Note& note : report.notes) {
      if (note.where != "end of life") continue;
      out.lines.push_back(format("{}: {}", subject.title, note.message));
      grade.at_worst('D');
      problems = true;
    }
    if (std::int64_t days = age_days(report, date); days >= kOldDays) {
      out.lines.push_back(format("{}: made {} days ago", subject.title, days));
      grade.at_worst(days >= kVeryOldDays ? 'C' : 'B');
    }
    if (!has_feed(report) && !has_repository(report)) {
      out.lines.push_back(format("{}: neither a vulnerability feed nor the distribution's repository could be asked", subject.title));
      unread = true;
      continue;
    }
    ++known;
    unread = unread || has_unread(report);
    std::vector<model::Update> updates = model::updates(report, order);
    if (updates.empty()) {
      out.lines.push_back(format("{}: no security update is waiting{}", subject.title,
                                 has_repository(report) ? "" : " as far as the feeds know (the distribution's repository was not asked)"));
      unread = unread || !has_repository(report);
      continue;
    }
    problems = true;
    grade.at_worst('C');
    for (const model::Finding& finding : report.findings) {
      if (counts(finding) && finding.state == model::State::kFixed) grade.count(finding);
    }
    out.lines.push_back(format("{}: {} security {} waiting: {}{}", subject.title, updates.size(),
                               updates.size() == 1 ? "update is" : "updates are", update_text(updates),
                               subject.update_hint.empty() ? "" : " (" + subject.update_hint + ")"));
  }
  Judged counted = judge(model::PracticeId::kUpToDate, checks, out, grade);
  problems = problems || counted.grave > 0;
  if (known > 0 || problems) out.grade = grade.letter();
  if (problems) {
    out.status = Status::kProblems;
  } else if (known == 0) {
    out.status = Status::kCouldNotCheck;
  } else if (unread) {
    out.status = Status::kPartly;
  }
  return out;
}

// Practices 2, 3 and 4: what checks of files, images and containers say.
Practice by_checks(std::string id, std::string title, model::PracticeId practice, const Checks& checks) {
  Practice out{.id = std::move(id), .title = std::move(title), .status = Status::kCouldNotCheck, .lines = {}};
  Grade grade;
  Judged counted = judge(practice, checks, out, grade);
  if (!checks.configuration) {
    out.lines.emplace_back("nothing was found that says how containers are run");
    // What its files say is told all the same; that they say nothing is no good sign.
    if (counted.open == 0) return out;
    out.grade = grade.letter();
    out.status = counted.grave > 0 ? Status::kProblems : Status::kPartly;
    return out;
  }
  settle(counted, grade, out);
  if (counted.open == 0 && out.status != Status::kCouldNotCheck) out.lines.push_back(format("{}: no problem found", checks.what));
  return out;
}

}  // namespace

model::Scorecard make_scorecard(std::string target, std::vector<std::string> facts, const std::vector<Subject>& subjects, Checks checks,
                                model::VersionOrder order, std::int64_t date) {
  using model::PracticeId;
  model::Scorecard out;
  out.target = std::move(target);
  out.facts = std::move(facts);
  out.practices.push_back(trusted_images(subjects, checks));
  out.practices.push_back(by_checks("limit-capabilities", "Limit container capabilities", PracticeId::kLimitCapabilities, checks));
  out.practices.push_back(by_checks("secrets-management", "Use secrets management", PracticeId::kSecretsManagement, checks));
  out.practices.push_back(by_checks("monitoring", "Monitor your containers", PracticeId::kMonitoring, checks));
  // A monitor of events is no part of this program yet: as good as it looks, that is never all.
  Practice& monitoring = out.practices.back();
  monitoring.lines.emplace_back("no monitor of events watches: not checked yet");
  if (monitoring.status == Status::kGood) monitoring.status = Status::kPartly;
  out.practices.push_back(up_to_date(subjects, checks, order, date));
  out.fixes = best_fixes(checks.assessment, subjects, order, 3);
  // Several images miss the same feed: that is told once.
  std::set<std::string> told;
  for (const Subject& subject : subjects) {
    if (!subject.report) continue;
    for (const Note& note : subject.report->notes) {
      if (note.kind == Note::Kind::kInfo || note.where == "end of life") continue;
      bool general = note.where == "advisories" || note.where == "repository";
      Note shown = note;
      if (!general) shown.where = subject.title + ": " + note.where;
      if (told.insert(shown.where + shown.message).second) out.notes.push_back(std::move(shown));
    }
  }
  for (const Note& note : checks.assessment.notes) {
    if (note.kind != Note::Kind::kInfo && told.insert(note.where + note.message).second) out.notes.push_back(note);
  }
  out.assessment = std::move(checks.assessment);
  return out;
}

}  // namespace batten::policy
