// SPDX-License-Identifier: Apache-2.0
//
// Carries a plan out, one subject after the other; what others depend on comes first. And goes on with what a process before this one did
// not end.
#pragma once

#include <functional>
#include <span>
#include <string>
#include <vector>

#include "base/result.h"
#include "update/history.h"
#include "update/new_build.h"
#include "update/plan.h"
#include "update/target.h"

namespace batten::update {

struct ApplyOptions {
  std::string state_directory;  // of the history
  std::string who;              // "root@web1"
  bool write_files = true;
  std::size_t at_most = 1000;                            // subjects
  BuildWorld* builds = nullptr;                          // new builds are made; null: they are not
  std::size_t failures = 0;                              // rolled back or not made: after one more than this it stops
  std::function<void(const HistoryEntry& entry)> ended;  // after each; may be empty
};

struct Applied {
  std::vector<HistoryEntry> entries;
  // Subjects of the plan that were not begun, because it stopped before, or because nothing says how to build them.
  std::vector<std::string> left;
  bool all_kept() const;
};

// What is ordered for a proposal that has a candidate chosen.
Order order_of(const Proposal& proposal, bool write_files);

// Proposals with the decision kUpdate (and kRebuild), in the order in which they are carried out.
std::vector<const Proposal*> in_order(const Plan& plan, bool with_builds = false);

// Errors of single subjects are entries with the outcome kNothingDone; an error here is one of the history.
Result<Applied> apply(const Plan& plan, const ApplyOptions& options, std::span<const Target* const> targets, World& world);

// What came of it, in the entry and in the history; tells options.ended.
Result<void> record_outcome(HistoryEntry& entry, const Result<Redeployed>& redeployed, const ApplyOptions& options);

// All that the journal has not ended.
Result<Applied> resume(const ApplyOptions& options, std::span<const Target* const> targets, World& world);

}  // namespace batten::update
