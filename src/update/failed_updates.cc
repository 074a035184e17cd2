// SPDX-License-Identifier: Apache-2.0
#include "update/failed_updates.h"

#include "base/format.h"
#include "base/text.h"
#include "base/time.h"

namespace batten::update {

FailedUpdates::FailedUpdates(std::span<const HistoryEntry> newest_first) {
  for (const HistoryEntry& entry : newest_first) {
    const std::size_t at = entry.to.rfind('@');
    if (at == std::string::npos || (!entry.unhealthy && entry.outcome != Outcome::kKept)) continue;
    last_.emplace(std::pair(entry.subject, entry.to.substr(at + 1)),
                  Failure{.failed = entry.unhealthy, .at = entry.at, .why = entry.result});
  }
}

std::string FailedUpdates::refusal(const std::string& subject, const model::Digest& digest) const {
  const auto found = last_.find({subject, digest.text()});
  if (found == last_.end() || !found->second.failed) return {};
  return format("it failed on {}: {}; a new digest is tried, or this one with --retry-failed",
                base::format_time(found->second.at).substr(0, 10), base::printable(found->second.why));
}

}  // namespace batten::update
