// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <set>

#include "base/format.h"
#include "update/apply.h"

namespace batten::update {

Result<Applied> resume(const ApplyOptions& options, std::span<const Target* const> targets, World& world) {
  Applied out;
  std::vector<Operation> unfinished = TRY(world.journal->unfinished());
  // What a build has made may still be needed by the redeployment that it was made for.
  std::ranges::stable_partition(unfinished, [](const Operation& one) { return one.target != kBuildOperation; });
  std::set<std::string> stuck;
  for (const Operation& operation : unfinished) {
    const bool is_build = operation.target == kBuildOperation;
    const auto target = std::ranges::find(targets, operation.target, &Target::name);
    if ((target == targets.end() && !is_build) || stuck.contains(operation.subject)) {
      out.left.push_back(operation.subject);
      continue;
    }
    HistoryEntry entry;
    entry.id = operation.id;
    entry.subject = operation.subject;
    const auto value = [&](const std::string& name) {
      const auto found = operation.order.find(name);
      return found == operation.order.end() ? std::string() : found->second;
    };
    entry.from = value("from");
    entry.to = value("image");
    entry.who = options.who;
    entry.why = "an update that was interrupted";
    if (world.tell) world.tell(format("{}: an update to {} was interrupted", operation.subject, entry.to));
    const Result<Redeployed> redeployed = is_build ? end_interrupted_build(operation, world) : (*target)->resume(operation, world);
    if (!redeployed || redeployed->outcome == Outcome::kNeedsHelp) stuck.insert(operation.subject);
    if (redeployed && world.tell) std::ranges::for_each(redeployed->messages, world.tell);
    TRY(record_outcome(entry, redeployed, options));
    out.entries.push_back(std::move(entry));
  }
  return out;
}

}  // namespace batten::update
