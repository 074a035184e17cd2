// SPDX-License-Identifier: Apache-2.0
#include "update/apply.h"

#include <algorithm>
#include <map>
#include <set>

#include "base/format.h"
#include "base/time.h"
#include "update/vulnerabilities.h"

namespace batten::update {
namespace {

std::string image_text(const std::string& reference, const model::Digest& digest) {
  return digest.empty() || reference.contains('@') ? reference : format("{}@{}", reference, digest.text());
}

HistoryEntry entry_of(const Proposal& proposal, const Plan& plan, const ApplyOptions& options) {
  HistoryEntry out;
  out.subject = proposal.subject.id;
  out.who = options.who;
  out.why = proposal.why;
  out.plan = plan.id;
  out.policy = plan.policy;
  if (proposal.decision == Decision::kRebuild) {
    out.from = built_text(proposal.subject.image, proposal.subject.image_id.text());
    out.to = proposal.subject.image;  // which one is known when it is built
    out.built = true;
    out.base = proposal.rebuild->base;
    out.base_from = proposal.rebuild->base_before.text();
    out.base_to = proposal.rebuild->base_now.text();
    return out;
  }
  const Candidate& chosen = proposal.candidates[*proposal.chosen];
  out.from = image_text(proposal.subject.image, proposal.subject.digest);
  out.to = image_text(chosen.reference, chosen.digest);
  out.removed = names_of(chosen.removes);
  out.brought = names_of(chosen.brings);
  if (chosen.verification.state == Verified::kVerified) out.verified_by = chosen.verification.by;
  return out;
}

bool can_be_built(const Proposal& proposal, const BuildWorld& builds) {
  return proposal.rebuild->source || builds.find(proposal.subject) != nullptr;
}

const Target* by_kind(std::span<const Target* const> targets, SubjectKind kind) {
  const auto found = std::ranges::find(targets, kind, &Target::kind);
  return found == targets.end() ? nullptr : *found;
}

// Depth first, so that a subject comes before its dependents; a circle is cut where it was begun.
void visit(const Proposal& proposal, const std::map<std::string_view, const Proposal*>& all,
           const std::multimap<std::string_view, const Proposal*>& needs, std::set<std::string_view>& seen, bool with_builds,
           std::vector<const Proposal*>& out) {
  if (!seen.insert(proposal.subject.id).second) return;
  const auto [begin, end] = needs.equal_range(proposal.subject.id);
  for (auto one = begin; one != end; ++one) visit(*one->second, all, needs, seen, with_builds, out);
  const bool is_build = with_builds && proposal.decision == Decision::kRebuild && proposal.rebuild;
  if (is_build || (proposal.decision == Decision::kUpdate && proposal.chosen)) out.push_back(&proposal);
}

Result<Redeployed> redeploy(const Proposal& proposal, const ApplyOptions& options, std::span<const Target* const> targets, World& world,
                            HistoryEntry& entry) {
  const Target* target = by_kind(targets, proposal.subject.kind);
  if (target == nullptr) return Error{Code::kUnsupported, format("{}: nothing here can redeploy it", proposal.subject.name)};
  if (proposal.decision == Decision::kRebuild)
    return build_and_redeploy(proposal, *options.builds, world, entry, [&](const Order& order) { return target->redeploy(order, world); });
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

std::vector<const Proposal*> in_order(const Plan& plan, bool with_builds) {
  std::map<std::string_view, const Proposal*> all;
  for (const Proposal& one : plan.proposals) all.emplace(one.subject.id, &one);
  std::multimap<std::string_view, const Proposal*> needs;
  for (const Proposal& one : plan.proposals) {
    for (const std::string& dependent : one.subject.dependents) needs.emplace(dependent, &one);
  }
  std::set<std::string_view> seen;
  std::vector<const Proposal*> out;
  for (const Proposal& one : plan.proposals) visit(one, all, needs, seen, with_builds, out);
  // They can only get what is built for another one that is called the same.
  std::ranges::stable_partition(out, [](const Proposal* one) { return one->decision != Decision::kRebuild || one->rebuild->source; });
  return out;
}

Result<Applied> apply(const Plan& plan, const ApplyOptions& options, std::span<const Target* const> targets, World& world) {
  Applied out;
  std::size_t failures = 0;
  for (const Proposal* proposal : in_order(plan, options.builds != nullptr)) {
    const bool is_unknown = proposal->decision == Decision::kRebuild && !can_be_built(*proposal, *options.builds);
    const bool stop =
        is_unknown || failures > options.failures || out.entries.size() >= options.at_most || (world.stopped && world.stopped());
    if (stop) {
      out.left.push_back(proposal->subject.id);
      continue;
    }
    HistoryEntry entry = entry_of(*proposal, plan, options);
    if (world.tell) world.tell(format("{}: {}", proposal->subject.name, proposal->why));
    const std::string before = world.journal != nullptr ? world.journal->last_begun() : std::string();
    const Result<Redeployed> redeployed = redeploy(*proposal, options, targets, world, entry);
    if (world.journal != nullptr && world.journal->last_begun() != before) entry.id = world.journal->last_begun();
    if (redeployed && world.tell) std::ranges::for_each(redeployed->messages, world.tell);
    TRY(record_outcome(entry, redeployed, options));
    if (entry.outcome != Outcome::kKept) ++failures;
    out.entries.push_back(std::move(entry));
  }
  return out;
}

}  // namespace batten::update
