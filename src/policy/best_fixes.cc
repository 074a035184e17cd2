// SPDX-License-Identifier: Apache-2.0
#include "policy/best_fixes.h"

#include <algorithm>
#include <map>

#include "base/format.h"
#include "model/summary.h"

namespace batten::policy {
namespace {

using model::Severity;

struct Candidate {
  int worth = 0;
  std::string text;
};

// How many of a lower kind one of a higher outweighs is a matter of taste; that no number of low ones outweighs a critical one is not.
int worth_of(Severity severity) {
  switch (severity) {
    case Severity::kCritical: return 1000;
    case Severity::kHigh: return 200;
    case Severity::kMedium: return 30;
    case Severity::kLow: return 4;
    case Severity::kUnknown:
    case Severity::kNegligible: break;
  }
  return 1;
}
constexpr int kMostOfOneKind = 5;  // the fifth of a kind adds nothing: the fix is one

std::string place_of(const model::CheckResult& result) {
  std::string out = result.file;
  if (!result.file.empty() && result.place) out += format(":{}", result.place.line);
  if (out.empty()) out = result.subject;
  return out;
}

std::vector<Candidate> of_checks(const model::Assessment& assessment) {
  struct Group {
    std::vector<const model::CheckResult*> results;
    int worth = 0;
  };
  std::map<std::string_view, Group> groups;
  for (const model::CheckResult& result : assessment.results) {
    if (result.outcome != model::Outcome::kFail || !result.suppressed_by.empty()) continue;
    Group& group = groups[result.check->id];
    if (static_cast<int>(group.results.size()) < kMostOfOneKind) group.worth += worth_of(result.severity);
    group.results.push_back(&result);
  }
  std::vector<Candidate> out;
  for (const auto& [id, group] : groups) {
    const model::CheckResult& first = *group.results[0];
    std::string more = group.results.size() > 1 ? format(" and {} more", group.results.size() - 1) : std::string();
    std::string place = place_of(first);
    std::string_view fix = first.fix.empty() ? first.check->fix : std::string_view(first.fix);
    out.push_back({group.worth + (first.fixable ? 1 : 0),
                   format("{}: {}{}{}{}", first.check->title, fix, place.empty() ? "" : " (" + place + more + ")",
                          first.fixable ? " [lint --fix]" : "", place.empty() ? more : "")});
  }
  return out;
}

// All waiting updates of a subject are one fix: they are made together.
std::vector<Candidate> of_updates(const std::vector<Subject>& subjects, model::VersionOrder order) {
  std::vector<Candidate> out;
  for (const Subject& subject : subjects) {
    if (!subject.report) continue;
    std::vector<model::Update> updates = model::updates(*subject.report, order);
    if (updates.empty()) continue;
    std::map<Severity, int> fixed;
    int exploited = 0;
    for (const model::Finding& finding : subject.report->findings) {
      if (!model::counts(finding) || finding.state != model::State::kFixed) continue;
      ++fixed[finding.severity];
      exploited += finding.kev ? 1 : 0;
    }
    int worth = exploited * 1500, removed = 0;
    for (const auto& [severity, number] : fixed) {
      worth += worth_of(severity) * std::min(number, kMostOfOneKind);
      removed += number;
    }
    std::string grave;
    if (fixed[Severity::kCritical] > 0) grave += format(", {} critical", fixed[Severity::kCritical]);
    if (fixed[Severity::kHigh] > 0) grave += format(", {} high", fixed[Severity::kHigh]);
    std::string what = updates.size() == 1 ? "1 package" : format("{} packages", updates.size());
    out.push_back(
        {worth, format("{}: update {}, which removes {} {}{}{}", subject.title, what, removed, removed == 1 ? "finding" : "findings", grave,
                       subject.update_hint.empty() ? "" : " (" + subject.update_hint + ")")});
  }
  return out;
}

}  // namespace

std::vector<std::string> best_fixes(const model::Assessment& assessment, const std::vector<Subject>& subjects, model::VersionOrder order,
                                    std::size_t count) {
  std::vector<Candidate> all = of_checks(assessment);
  std::ranges::move(of_updates(subjects, order), std::back_inserter(all));
  std::ranges::stable_sort(all, std::greater(), &Candidate::worth);
  if (all.size() > count) all.resize(count);
  std::vector<std::string> out;
  for (Candidate& one : all) out.push_back(std::move(one.text));
  return out;
}

}  // namespace batten::policy
