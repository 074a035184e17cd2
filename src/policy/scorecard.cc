// SPDX-License-Identifier: Apache-2.0
#include "policy/scorecard.h"

#include <algorithm>
#include <array>
#include <set>
#include <span>
#include <string_view>

#include "base/format.h"
#include "model/summary.h"

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

Practice trusted_images(const std::vector<Subject>& subjects) {
  Practice out{.id = "trusted-images", .title = "Use trusted images", .status = Status::kPartly, .lines = {}};
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
    out.lines.push_back(std::move(line));
  }
  out.lines.emplace_back("signatures and provenance: not checked yet");
  if (problems) {
    out.status = Status::kProblems;
  } else if (read == 0) {
    out.status = Status::kCouldNotCheck;
  }
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

Practice up_to_date(const std::vector<Subject>& subjects, model::VersionOrder order) {
  Practice out{.id = "up-to-date", .title = "Keep containers up to date", .status = Status::kGood, .lines = {}};
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
      problems = true;
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
    out.lines.push_back(format("{}: {} security {} waiting: {}{}", subject.title, updates.size(),
                               updates.size() == 1 ? "update is" : "updates are", update_text(updates),
                               subject.update_hint.empty() ? "" : " (" + subject.update_hint + ")"));
  }
  if (problems) {
    out.status = Status::kProblems;
  } else if (known == 0) {
    out.status = Status::kCouldNotCheck;
  } else if (unread) {
    out.status = Status::kPartly;
  }
  return out;
}

Practice not_yet(std::string id, std::string title) {
  return {.id = std::move(id), .title = std::move(title), .status = Status::kNotYet, .lines = {}};
}

}  // namespace

model::Scorecard make_scorecard(std::string target, std::vector<std::string> facts, const std::vector<Subject>& subjects,
                                model::VersionOrder order) {
  model::Scorecard out;
  out.target = std::move(target);
  out.facts = std::move(facts);
  out.practices = {trusted_images(subjects), not_yet("limit-capabilities", "Limit container capabilities"),
                   not_yet("secrets-management", "Use secrets management"), not_yet("monitoring", "Monitor your containers"),
                   up_to_date(subjects, order)};
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
  return out;
}

}  // namespace batten::policy
