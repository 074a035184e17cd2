// SPDX-License-Identifier: Apache-2.0
#include "update/notice.h"

#include <algorithm>

#include "base/format.h"
#include "base/text.h"
#include "update/vulnerabilities.h"

namespace batten::update {
namespace {

constexpr std::uint64_t kSecond = 1'000'000'000;
constexpr std::size_t kMaxNames = 20;  // of vulnerabilities in one alert

struct Wording {
  std::string_view rule = {};
  model::Priority priority = model::Priority::kInformational;
};

Wording wording(Outcome outcome) {
  switch (outcome) {
    case Outcome::kKept: return {"Container was updated", model::Priority::kNotice};
    case Outcome::kRolledBack: return {"Update was rolled back", model::Priority::kError};
    case Outcome::kNeedsHelp: return {"Update needs help", model::Priority::kCritical};
    case Outcome::kNothingDone: break;
  }
  return {"Update was not made", model::Priority::kWarning};
}

std::vector<std::string> shortened(std::vector<std::string> names) {
  if (names.size() <= kMaxNames) return names;
  const std::size_t more = names.size() - kMaxNames;
  names.resize(kMaxNames);
  names.push_back(format("and {} more", more));
  return names;
}

void add(model::Alert& alert, std::string_view name, model::AlertValue value) { alert.fields.emplace_back(name, std::move(value)); }

model::Alert begin(std::string_view rule, model::Priority priority, std::uint64_t time_ns, const std::string& hostname) {
  model::Alert out;
  out.time_ns = time_ns;
  out.rule = rule;
  out.priority = priority;
  out.source = "update";
  out.hostname = hostname;
  out.tags = {"update"};
  return out;
}

void finish(model::Alert& alert, std::string text) {
  alert.output = text;
  alert.message = std::move(text);
  std::ranges::sort(alert.fields, {}, &std::pair<std::string, model::AlertValue>::first);
}

std::string_view name_of(std::string_view subject) {
  const std::size_t slash = subject.find('/');
  return slash == std::string_view::npos ? subject : subject.substr(slash + 1);
}

}  // namespace

model::Alert notice_of(const HistoryEntry& entry, const std::string& hostname) {
  const Wording words = wording(entry.outcome);
  model::Alert out = begin(words.rule, words.priority, static_cast<std::uint64_t>(std::max<std::int64_t>(0, entry.at)) * kSecond, hostname);
  out.container_name = name_of(entry.subject);
  out.image = entry.outcome == Outcome::kKept ? entry.to : entry.from;
  add(out, "update.subject", entry.subject);
  add(out, "update.from", entry.from);
  add(out, "update.to", entry.to);
  add(out, "update.who", entry.who);
  add(out, "update.why", entry.why);
  add(out, "update.outcome", std::string(outcome_name(entry.outcome)));
  add(out, "update.gap_seconds", entry.gap_seconds);
  add(out, "update.removed", shortened(entry.removed));
  add(out, "update.brought", shortened(entry.brought));
  if (entry.built) {
    add(out, "update.base", entry.base);
    add(out, "update.base_from", entry.base_from);
    add(out, "update.base_to", entry.base_to);
  }
  finish(out, base::printable(format("{}: {} (from {} to {})", name_of(entry.subject), entry.result, entry.from, entry.to)));
  return out;
}

model::Alert notice_of(const Proposal& proposal, std::int64_t now, const std::string& hostname) {
  const Candidate* chosen = proposal.chosen ? &proposal.candidates[*proposal.chosen] : nullptr;
  Wording words;
  switch (proposal.decision) {
    case Decision::kUpdate:
    case Decision::kWait:
      words = {"Update is available",
               chosen != nullptr && !chosen->removes.empty() ? model::Priority::kWarning : model::Priority::kInformational};
      break;
    case Decision::kRebuild: words = {"Rebuild is due", model::Priority::kWarning}; break;
    case Decision::kRefused: words = {"Update was refused by the gate", model::Priority::kWarning}; break;
    case Decision::kCurrent:
    case Decision::kNoImageYet:
    case Decision::kUnknown: return {};
  }
  model::Alert out = begin(words.rule, words.priority, static_cast<std::uint64_t>(std::max<std::int64_t>(0, now)) * kSecond, hostname);
  out.container_name = proposal.subject.name;
  out.image = proposal.subject.image;
  add(out, "update.subject", proposal.subject.id);
  add(out, "update.why", proposal.why);
  if (chosen != nullptr) {
    add(out, "update.to", chosen->reference);
    add(out, "update.digest", chosen->digest.text());
    add(out, "update.removed", shortened(names_of(chosen->removes)));
    add(out, "update.brought", shortened(names_of(chosen->brings)));
  }
  finish(out, base::printable(format("{}: {}", proposal.subject.name, proposal.why)));
  return out;
}

}  // namespace batten::update
