// SPDX-License-Identifier: Apache-2.0
#include "update/failed_updates.h"

#include <algorithm>

#include "base/format.h"
#include "base/text.h"
#include "base/time.h"

namespace batten::update {

FailedUpdates::FailedUpdates(std::span<const HistoryEntry> newest_first) {
  for (const HistoryEntry& entry : newest_first) {
    const std::size_t at = entry.to.rfind('@');
    if (at == std::string::npos || (!entry.unhealthy && entry.outcome != Outcome::kKept)) continue;
    const Failure failure{.failed = entry.unhealthy, .at = entry.at, .why = entry.result};
    if (entry.built && entry.unhealthy)
      builds_.push_back(
          {.subject = entry.subject, .from = entry.from.substr(entry.from.rfind('@') + 1), .base = entry.base_to, .failure = failure});
    last_.emplace(std::pair(entry.subject, entry.to.substr(at + 1)), failure);
  }
}

std::string FailedUpdates::refusal(const std::string& subject, const model::Digest& digest) const {
  const auto found = last_.find({subject, digest.text()});
  if (found == last_.end() || !found->second.failed) return {};
  return words(found->second, "a new digest");
}

std::string FailedUpdates::refusal_of_build(const std::string& subject, const model::Digest& image, const model::Digest& base) const {
  const std::string_view from = image.text(), on = base.text();
  const auto found = std::ranges::find_if(builds_, [&](const FailedBuild& one) {
    return one.subject == subject && one.from == from && (one.base.empty() || on.empty() || one.base == on);
  });
  return found == builds_.end() ? std::string() : words(found->failure, "a new base image");
}

std::string FailedUpdates::words(const Failure& failure, std::string_view other) {
  return format("it failed on {}: {}; {} is tried, or this one with --retry-failed", base::format_time(failure.at).substr(0, 10),
                base::printable(failure.why), other);
}

}  // namespace batten::update
