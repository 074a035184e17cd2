// SPDX-License-Identifier: Apache-2.0
#include "update/choice.h"

#include <algorithm>

#include "base/format.h"
#include "base/text.h"
#include "update/gate.h"
#include "update/vulnerabilities.h"

namespace batten::update {
namespace {

std::string name_of(const Candidate& candidate) {
  if (candidate.same_tag) return format("{} as it is now", candidate.tag);
  return candidate.tag.empty() ? candidate.digest.short_text() : candidate.tag;
}

// Everything there is to know of a candidate, as far as nothing is against it.
void look_at(Candidate& candidate, const Proposal& proposal, const ChoiceWorld& world) {
  if (candidate.unusable.empty() && world.resolve) world.resolve(candidate);
  if (!candidate.unusable.empty() || candidate.runs) return;
  if (world.verify) candidate.verification = world.verify(candidate.reference + "@" + candidate.digest.text());
  candidate.unusable = early_refusal(candidate, proposal.settings, world.now);
  if (!candidate.unusable.empty()) return;
  Result<ImageFacts> facts = world.scan(candidate);
  if (!facts) {
    candidate.unusable = "could not be scanned: " + facts.error().message;
    candidate.unknown = true;
    return;
  }
  candidate.facts = std::move(*facts);
  candidate.removes = without(proposal.running->vulnerabilities, candidate.facts->vulnerabilities);
  candidate.brings = without(candidate.facts->vulnerabilities, proposal.running->vulnerabilities);
  // What was not read may hold what seems to be gone.
  if (!candidate.facts->complete && proposal.settings.gate != GateMode::kReportOnly) candidate.removes.clear();
  candidate.unusable = vulnerability_refusal(candidate, proposal.settings);
  if (candidate.unusable.empty() && world.failed) candidate.unusable = world.failed(candidate);
}

std::size_t removed_of(const std::vector<Vulnerability>& wanted, const Candidate& candidate) {
  return static_cast<std::size_t>(std::ranges::count_if(wanted, [&](const Vulnerability& one) { return has(candidate.removes, one); }));
}

void decide_chosen(Proposal& proposal, const std::vector<Vulnerability>& wanted, const ChoiceWorld& world) {
  const Candidate& chosen = proposal.candidates[*proposal.chosen];
  std::vector<Vulnerability> left = without(wanted, chosen.removes), gone = without(wanted, left);
  std::string what = format("{} removes {}", name_of(chosen), named(gone));
  if (!left.empty()) what += format(", not {}", named(left));
  std::string held = hold(proposal.settings, world.now, world.approved && world.approved(chosen));
  proposal.decision = held.empty() ? Decision::kUpdate : Decision::kWait;
  proposal.why = held.empty() ? what : format("{}; {}", what, held);
}

// Nothing was chosen although something should be gone: the most useful reason.
void decide_without(Proposal& proposal, const std::vector<Vulnerability>& wanted) {
  auto first = [&](auto&& matches) -> const Candidate* {
    auto at = std::ranges::find_if(proposal.candidates, matches);
    return at == proposal.candidates.end() ? nullptr : &*at;
  };
  if (const Candidate* refused = first([&](const Candidate& c) { return c.facts && !c.unusable.empty() && removed_of(wanted, c) > 0; })) {
    proposal.decision = Decision::kRefused;
    proposal.why = format("{} would remove {}, but is refused: {}", name_of(*refused),
                          named(without(wanted, without(wanted, refused->removes))), refused->unusable);
  } else if (const Candidate* young = first([](const Candidate& c) { return c.later; })) {
    proposal.decision = Decision::kWait;
    proposal.why = format("{} is {}", name_of(*young), young->unusable);
  } else if (const Candidate* unknown = first([](const Candidate& c) { return c.unknown; })) {
    proposal.decision = Decision::kUnknown;
    proposal.why = format("{}: {}", name_of(*unknown), unknown->unusable);
  } else if (const Candidate* other = first([](const Candidate& c) { return !c.unusable.empty(); })) {
    proposal.decision = Decision::kRefused;
    proposal.why = format("{} is refused: {}", name_of(*other), other->unusable);
  } else if (!proposal.fixable_in_place.empty()) {
    proposal.decision = Decision::kNoImageYet;
    const Vulnerability& worst = *std::ranges::max_element(proposal.fixable_in_place, {}, &Vulnerability::severity);
    proposal.why = format("{} is fixed in {} {}, but no image that may follow has it yet", named(proposal.fixable_in_place),
                          base::printable(worst.package), base::printable(worst.fixed_version));
  } else {
    proposal.decision = Decision::kCurrent;
    proposal.why = format("no newer image removes any of {}", named(wanted));
  }
}

}  // namespace

void choose(Proposal& proposal, const ChoiceWorld& world) {
  const Settings& settings = proposal.settings;
  proposal.chosen.reset();
  proposal.fixable_in_place.clear();
  const std::vector<Vulnerability> wanted = wanted_gone(*proposal.running, settings);
  if (wanted.empty()) {
    proposal.decision = proposal.running->complete ? Decision::kCurrent : Decision::kUnknown;
    proposal.why = proposal.running->complete
                       ? format("nothing of severity {} or worse{}", model::severity_name(settings.cares_about),
                                settings.fixable_only ? " that has a fix" : "")
                       : format("what runs was not read as a whole{}",
                                proposal.running->unread.empty() ? "" : ": " + base::printable(proposal.running->unread));
    return;
  }
  std::size_t best = 0;
  for (std::size_t i = 0; i < proposal.candidates.size(); ++i) {
    Candidate& candidate = proposal.candidates[i];
    look_at(candidate, proposal, world);
    if (candidate.runs) {
      proposal.candidates.erase(proposal.candidates.begin() + static_cast<std::ptrdiff_t>(i--));
      continue;
    }
    if (!candidate.unusable.empty()) continue;
    std::size_t removed = removed_of(wanted, candidate);
    if (removed > best) {
      best = removed;
      proposal.chosen = i;
    }
    if (best == wanted.size()) break;
  }
  for (const Vulnerability& one : wanted) {
    bool in_candidate = std::ranges::any_of(proposal.candidates, [&](const Candidate& candidate) { return has(candidate.removes, one); });
    if (!one.fixed_version.empty() && !in_candidate) proposal.fixable_in_place.push_back(one);
  }
  if (proposal.chosen) return decide_chosen(proposal, wanted, world);
  decide_without(proposal, wanted);
}

}  // namespace batten::update
