// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <set>

#include "base/format.h"
#include "update/apply.h"

namespace batten::update {
namespace {

std::string value_of(const std::map<std::string, std::string>& values, const std::string& name) {
  const auto found = values.find(name);
  return found == values.end() ? std::string() : found->second;
}

// What was built, as the entry would have said it.
void describe_build(const Operation& build, HistoryEntry& entry) {
  const JournalStep* built = build.last("built");
  entry.built = true;
  entry.from = value_of(build.order, "from");
  entry.to = built_text(value_of(build.order, "image"), built == nullptr ? std::string() : value_of(built->values, "image"));
  entry.base = value_of(build.order, "base");
  entry.base_from = value_of(build.order, "base_from");
  entry.base_to = value_of(build.order, "base_to");
}

}  // namespace

Result<Applied> resume(const ApplyOptions& options, std::span<const Target* const> targets, World& world) {
  Applied out;
  std::vector<Operation> unfinished = TRY(world.journal->unfinished());
  // What a build has made may still be needed by the redeployment that it was made for.
  std::ranges::stable_partition(unfinished, [](const Operation& one) { return one.target != kBuildOperation; });
  std::set<std::string> stuck, told;  // subjects
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
    entry.from = value_of(operation.order, "from");
    entry.to = value_of(operation.order, "image");
    const auto build = std::ranges::find_if(
        unfinished, [&](const Operation& one) { return one.target == kBuildOperation && one.subject == operation.subject; });
    if (build != unfinished.end()) describe_build(*build, entry);
    entry.who = options.who;
    entry.why = "an update that was interrupted";
    if (world.tell) world.tell(format("{}: an update to {} was interrupted", operation.subject, entry.to));
    const Result<Redeployed> redeployed = is_build ? end_interrupted_build(operation, world) : (*target)->resume(operation, world);
    if (!redeployed || redeployed->outcome == Outcome::kNeedsHelp) stuck.insert(operation.subject);
    if (redeployed && world.tell) std::ranges::for_each(redeployed->messages, world.tell);
    // What came of it was said with the redeployment.
    if (is_build && redeployed && !told.insert(operation.subject).second) continue;
    told.insert(operation.subject);
    TRY(record_outcome(entry, redeployed, options));
    out.entries.push_back(std::move(entry));
  }
  return out;
}

}  // namespace batten::update
