// SPDX-License-Identifier: Apache-2.0
#include "update/apply.h"

#include <algorithm>
#include <map>
#include <set>

#include "base/format.h"
#include "base/time.h"

namespace batten::update {
namespace {

std::vector<std::string> names_of(const std::vector<Vulnerability>& vulnerabilities) {
  std::vector<std::string> out;
  for (const Vulnerability& one : vulnerabilities) out.push_back(format("{} {}", one.id, one.package));
  return out;
}

std::string image_text(const std::string& reference, const model::Digest& digest) {
  return digest.empty() || reference.contains('@') ? reference : format("{}@{}", reference, digest.text());
}

HistoryEntry entry_of(const Proposal& proposal, const Plan& plan, const ApplyOptions& options) {
  const Candidate& chosen = proposal.candidates[*proposal.chosen];
  HistoryEntry out;
  out.subject = proposal.subject.id;
  out.from = image_text(proposal.subject.image, proposal.subject.digest);
  out.to = image_text(chosen.reference, chosen.digest);
  out.who = options.who;
  out.why = proposal.why;
  out.removed = names_of(chosen.removes);
  out.brought = names_of(chosen.brings);
  out.plan = plan.id;
  out.policy = plan.policy;
  if (chosen.verification.state == Verified::kVerified) out.verified_by = chosen.verification.by;
  return out;
}

const Target* by_kind(std::span<const Target* const> targets, SubjectKind kind) {
  const auto found = std::ranges::find(targets, kind, &Target::kind);
  return found == targets.end() ? nullptr : *found;
}

// Depth first, so that a subject comes before its dependents; a circle is cut where it was begun.
void visit(const Proposal& proposal, const std::map<std::string_view, const Proposal*>& all,
           const std::multimap<std::string_view, const Proposal*>& needs, std::set<std::string_view>& seen,
           std::vector<const Proposal*>& out) {
  if (!seen.insert(proposal.subject.id).second) return;
  const auto [begin, end] = needs.equal_range(proposal.subject.id);
  for (auto one = begin; one != end; ++one) visit(*one->second, all, needs, seen, out);
  if (proposal.decision == Decision::kUpdate && proposal.chosen) out.push_back(&proposal);
}

Result<Redeployed> redeploy(const Proposal& proposal, const ApplyOptions& options, std::span<const Target* const> targets, World& world) {
  const Target* target = by_kind(targets, proposal.subject.kind);
  if (target == nullptr) return Error{Code::kUnsupported, format("{}: nothing here can redeploy it", proposal.subject.name)};
  return target->redeploy(order_of(proposal, options.write_files), world);
}

}  // namespace

Result<void> record_outcome(HistoryEntry& entry, const Result<Redeployed>& redeployed, const ApplyOptions& options) {
  entry.at = base::now_seconds();
  if (redeployed) {
    entry.outcome = redeployed->outcome;
    entry.gap_seconds = redeployed->gap_seconds;
    entry.unhealthy = redeployed->unhealthy;
    entry.result = redeployed->why.empty() ? std::string(outcome_name(redeployed->outcome)) : redeployed->why;
  } else {
    entry.outcome = Outcome::kNothingDone;
    entry.result = redeployed.error().message;
  }
  TRY(append_history(options.state_directory, entry));
  if (options.ended) options.ended(entry);
  return {};
}

bool Applied::all_kept() const {
  return left.empty() && std::ranges::all_of(entries, [](const HistoryEntry& one) { return one.outcome == Outcome::kKept; });
}

Order order_of(const Proposal& proposal, bool write_files) {
  const Candidate& chosen = proposal.candidates[*proposal.chosen];
  return {.subject = proposal.subject,
          .settings = proposal.settings,
          .image = image_text(chosen.reference, chosen.digest),
          .reference = chosen.reference,
          .digest = chosen.digest,
          .write_files = write_files};
}

std::vector<const Proposal*> in_order(const Plan& plan) {
  std::map<std::string_view, const Proposal*> all;
  for (const Proposal& one : plan.proposals) all.emplace(one.subject.id, &one);
  std::multimap<std::string_view, const Proposal*> needs;
  for (const Proposal& one : plan.proposals) {
    for (const std::string& dependent : one.subject.dependents) needs.emplace(dependent, &one);
  }
  std::set<std::string_view> seen;
  std::vector<const Proposal*> out;
  for (const Proposal& one : plan.proposals) visit(one, all, needs, seen, out);
  return out;
}

Result<Applied> apply(const Plan& plan, const ApplyOptions& options, std::span<const Target* const> targets, World& world) {
  Applied out;
  std::size_t failures = 0;
  for (const Proposal* proposal : in_order(plan)) {
    const bool stop = failures > options.failures || out.entries.size() >= options.at_most || (world.stopped && world.stopped());
    if (stop) {
      out.left.push_back(proposal->subject.id);
      continue;
    }
    HistoryEntry entry = entry_of(*proposal, plan, options);
    if (world.tell) world.tell(format("{}: {}", proposal->subject.name, proposal->why));
    const std::string before = world.journal != nullptr ? world.journal->last_begun() : std::string();
    const Result<Redeployed> redeployed = redeploy(*proposal, options, targets, world);
    if (world.journal != nullptr && world.journal->last_begun() != before) entry.id = world.journal->last_begun();
    if (redeployed && world.tell) std::ranges::for_each(redeployed->messages, world.tell);
    TRY(record_outcome(entry, redeployed, options));
    if (entry.outcome != Outcome::kKept) ++failures;
    out.entries.push_back(std::move(entry));
  }
  return out;
}

}  // namespace batten::update
